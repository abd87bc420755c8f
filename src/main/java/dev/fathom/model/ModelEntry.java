package dev.fathom.model;

import dev.fathom.model.card.ModelCard;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One line of a list of models.
 *
 * @param name the card's name, or the folder's where there is no card
 * @param directory the SavedModel's folder
 * @param card null where there is none that can be read
 * @param reason why there is no card; empty where there is one
 */
public record ModelEntry(String name, Path directory, @Nullable ModelCard card, String reason) {}
