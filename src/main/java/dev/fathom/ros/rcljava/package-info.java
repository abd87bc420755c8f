/**
 * The transport on rcljava, ROS 2's library for Java, where a sourced workspace has built it.
 *
 * <p>By reflection, since it stands in no package registry: a build without it is complete. A
 * message goes from CDR to a record to a message object of the workspace, and there element by
 * element through JNI, so that an image costs a tenth of a second and more; {@code rcl} is the
 * transport for those. Services are not offered: rcljava takes requests with the thread that
 * converts images. Characters outside the first 65536 code points, which JNI does not write as
 * UTF-8, arrive damaged.
 *
 * <p>May import: {@code ros}, {@code ros.arguments}, {@code ros.rcl} and floors 1 to 4.
 */
@NullMarked
package dev.fathom.ros.rcljava;

import org.jspecify.annotations.NullMarked;
