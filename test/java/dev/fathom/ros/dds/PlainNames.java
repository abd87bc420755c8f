package dev.fathom.ros.dds;

import dev.fathom.ros.NameResolver;

/** A node whose names are not remapped. */
record PlainNames(String node) implements NameResolver {
  @Override
  public String resolve(String name) {
    return name.startsWith("/") ? name : node.substring(0, node.lastIndexOf('/') + 1) + name;
  }
}
