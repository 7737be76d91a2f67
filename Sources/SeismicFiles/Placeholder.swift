enum SeismicFilesModule {}
