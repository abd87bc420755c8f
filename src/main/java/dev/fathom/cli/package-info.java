/**
 * One class a command.
 *
 * <p>May import: everything below.
 */
@NullMarked
package dev.fathom.cli;

import org.jspecify.annotations.NullMarked;
