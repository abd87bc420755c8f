/**
 * rosbag2's SQLite storage, in the schemas of Foxy to Jazzy, read only.
 *
 * <p>May import: floors 1 to 3; nothing of {@code bag}.
 */
@NullMarked
package dev.fathom.bag.sqlite;

import org.jspecify.annotations.NullMarked;
