package dev.fathom.ros.dds;

/** How far a node looks for others; the values of ROS_AUTOMATIC_DISCOVERY_RANGE. */
public enum DiscoveryRange {
  /** Whoever multicast reaches; the default. */
  SUBNET,
  /** This machine only. */
  LOCALHOST,
  /** Nobody. */
  OFF,
  /** What Fast DDS does by itself, which is to multicast. */
  SYSTEM_DEFAULT
}
