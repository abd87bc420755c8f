/**
 * One record a ROS message: the record is the only place that says which fields it has.
 *
 * <p>May import: codec.schema.
 */
@NullMarked
package dev.fathom.codec.msg;

import org.jspecify.annotations.NullMarked;
