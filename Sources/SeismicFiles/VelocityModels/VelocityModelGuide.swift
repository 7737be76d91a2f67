extension VelocityModelFile {
  /// Every key of a YAML model and every other format that is read, as text for a help page.
  public static let guide = """
    A velocity model is a YAML file, a table of columns, a CPS MODEL.01 file, a TauP .nd or .tvel file, or
    gridded NetCDF. Depths count downwards from the free surface. Units are in the names of the keys; lengths,
    velocities and densities may also be given in km, km/s and g/cm3 (depth_km, vp_km_s, density_g_cm3).

    YAML keys
      name              what the model is called
      reference         where its numbers come from
      layers            a list, from the top down; or grid, or base:
        depth_m           depth of the layer's top (or thickness_m; bottom_m ends a last gradient layer)
        vp_m_s, vs_m_s    velocities: one number, or [top, bottom] for a gradient
        density_kg_m3     density, one or two numbers
        qp, qs            quality factors, one or two numbers; optional
      grid              a NetCDF file:
        file              its path, relative to this file
        undefined         refuse (default), nearest, or nearest-rock (vs = 0 counts as undefined)
        missing           brocher-2005 lets the regression of Brocher (2005) stand in for vp and density
      base              another model file, relative to this one
      basins            a list, later ones over earlier ones:
        name              for messages
        center_m          [x, y] in local metres; or center: {latitude, longitude}
        semi_axes_m       [first, second], half the extent of the rim
        azimuth_degrees   of the first semi-axis, clockwise from north (default 90)
        depth_m           greatest depth of the floor
        shape             ellipsoid (default), paraboloid, cosine or flat
        edge_taper        share of the radius over which the rim is blended (default 0)
        layers            the filling, as above
      heterogeneity     a von Karman random medium over all of it:
        correlation_length_m   [x, y, z] or one number
        hurst_exponent         0 to 1
        standard_deviation     of the velocities, a fraction up to 0.3
        seed                   the same seed gives the same medium
        corner_m, extent_m     [x, y, z] of the box in which it is made; it repeats outside
        spacing_m              of its nodes (default: a quarter of the shortest correlation length)
        density_ratio          share of the perturbation that the density follows (default 0.8)
        smallest_vs_m_s, largest_vp_m_s   limits of what a perturbation may lead to
      minimum_vs_m_s    slower S velocities become this one, after all else; vp/vs there is at least 1.73
      frame             for which region it is made, and the axes used where none are given:
        origin            {latitude, longitude} of x = y = 0
        x_azimuth_degrees of x, clockwise from north (default 90: x east, y north)
        y_is_clockwise    true if y stands at 90 degrees clockwise from x (default false)
        extent_m          [x, y] from the origin
      vs_to_q           quality factors where none are given: graves-pitarka-2010, olsen-2003, brocher-2008,
                        {qs_per_km_s: 50, qp_over_qs: 2} or {qp: 600, qs: 300}

    Tables
      A header line such as  # depth(km) vp(km/s) vs(km/s) rho(g/cm3) Qp Qs  names columns and units; thickness
      may take the place of depth. Without it the columns stand in that order, and units are told from the
      numbers or refused. With columns longitude and latitude, or x(m) and y(m), each row is a point of a grid.

    NetCDF
      Dimensions depth, latitude, longitude (or z, y, x); variables vp, vs, rho and perhaps qp, qs, with units.
    """
}
