/**
 * Immutable option records from named parameters: one name for YAML key, ROS parameter and command
 * line.
 *
 * <p>May import: nothing of Fathom.
 */
@NullMarked
package dev.fathom.config;

import org.jspecify.annotations.NullMarked;
