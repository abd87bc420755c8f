/**
 * The live nodes: stages on threads of their own, between subscriptions and publishers.
 *
 * <p>The transport's thread only puts messages into mailboxes; each stage takes the newest that is
 * complete. May import: floors 1 to 6.
 */
@NullMarked
package dev.fathom.node;

import org.jspecify.annotations.NullMarked;
