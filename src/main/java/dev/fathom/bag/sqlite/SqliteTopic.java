package dev.fathom.bag.sqlite;

/**
 * A row of the table {@code topics}; what a schema does not have is empty.
 *
 * @param offeredQos YAML, from Foxy on
 * @param typeHash from Iron on
 * @param definition from the table {@code message_definitions}, from Iron on
 */
public record SqliteTopic(
    int id,
    String name,
    String type,
    String serializationFormat,
    String offeredQos,
    String typeHash,
    String definition) {}
