package dev.fathom.model;

import com.google.protobuf.TextFormat;
import dev.fathom.model.card.ModelCard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Model cards in their text form. */
final class CardFile {
  private static final long MAX_BYTES = 1L << 20;

  private CardFile() {}

  /** The file of a SavedModel's card: the first place where there is one. */
  static Optional<Path> find(ModelDirectory directory) {
    return directory.cardPlaces().stream().filter(Files::isRegularFile).findFirst();
  }

  /**
   * The card of a SavedModel.
   *
   * @throws ModelException if there is none, or if it cannot be parsed; the message has line and
   *     column
   */
  static ModelCard read(ModelDirectory directory) {
    return find(directory)
        .map(CardFile::parse)
        .orElseThrow(
            () ->
                new ModelException(
                    directory.asked()
                        + " has no model card: expected one of "
                        + directory.cardPlaces()
                        + "; `models inspect` writes one to start from"));
  }

  private static ModelCard parse(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new ModelException(file + " has " + size + " bytes; a card has at most " + MAX_BYTES);
      }
      ModelCard.Builder card = ModelCard.newBuilder();
      TextFormat.merge(Files.readString(file), card);
      return card.build();
    } catch (TextFormat.ParseException e) {
      // The message begins with line and column.
      throw new ModelException(file + ":" + e.getMessage(), e);
    } catch (CharacterCodingException e) {
      throw new ModelException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
