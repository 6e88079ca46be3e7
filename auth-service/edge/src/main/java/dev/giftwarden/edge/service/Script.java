package dev.giftwarden.edge.service;

import java.io.Reader;
import java.io.StringReader;
import org.flywaydb.core.api.resource.LoadableResource;

/// One migration: `V20261122_1600__define_tenancy.sql`.
final class Script extends LoadableResource {
  private final String folder;
  private final String name;
  private final String sql;

  Script(String folder, String name, String sql) {
    this.folder = folder;
    this.name = name;
    this.sql = sql;
  }

  /// As the database remembers it: `20261122.1600`.
  String version() {
    return name.substring(1, name.indexOf("__")).replace('_', '.');
  }

  @Override
  public Reader read() {
    return new StringReader(sql);
  }

  @Override
  public String getAbsolutePath() {
    return folder + "/" + name;
  }

  @Override
  public String getAbsolutePathOnDisk() {
    return getAbsolutePath();
  }

  @Override
  public String getFilename() {
    return name;
  }

  @Override
  public String getRelativePath() {
    return name;
  }
}
