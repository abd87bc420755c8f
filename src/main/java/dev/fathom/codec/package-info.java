/**
 * Bytes to message views and back: CDR, message definitions, compressed images; no I/O.
 *
 * <p>May import: floors 1 and 2, codec.msg, codec.schema.
 */
@NullMarked
package dev.fathom.codec;

import org.jspecify.annotations.NullMarked;
