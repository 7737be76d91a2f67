/// Pictures of seismograms, maps and wavefields.
enum PlottingModule {}
