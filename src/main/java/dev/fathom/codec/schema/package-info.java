/**
 * Annotations by which a record says which ROS message it is: the part of ROS types Java lacks.
 *
 * <p>May import: nothing of Fathom.
 */
@NullMarked
package dev.fathom.codec.schema;

import org.jspecify.annotations.NullMarked;
