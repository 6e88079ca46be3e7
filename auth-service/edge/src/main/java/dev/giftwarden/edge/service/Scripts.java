package dev.giftwarden.edge.service;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/// The files that there are, for Flyway, which would otherwise look for them.
record Scripts(List<Script> all) implements ResourceProvider {
  @Override
  public @Nullable LoadableResource getResource(String name) {
    return all.stream()
        .filter(script -> script.getFilename().equals(name))
        .findFirst()
        .orElse(null);
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return all.stream()
        .filter(script -> script.getFilename().startsWith(prefix))
        .filter(script -> Arrays.stream(suffixes).anyMatch(script.getFilename()::endsWith))
        .map(LoadableResource.class::cast)
        .toList();
  }
}
