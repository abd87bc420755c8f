package dev.fathom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.train.data.Field;
import dev.fathom.train.data.ShotSource;
import dev.fathom.train.data.shards.ShardSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir Path temp;

  private Path shards() {
    Path folder = temp.resolve("shards");
    Shell.Result result =
        Shell.run(
            "train",
            "unet_rt",
            "--write-shards",
            folder,
            "--samples",
            12,
            "--sample-size",
            "32x32");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("data: generated world, seed 1"), result.out());
    return folder;
  }

  @Test
  void shardsOfTheWorldAreWrittenAndCanBeNamedAsData() throws IOException {
    Path folder = shards();
    ShotSource source = ShardSource.open(folder);
    assertEquals(12, source.size());
    assertEquals(Set.of(Field.IMAGE, Field.DEPTH, Field.INTRINSICS), source.fields());
    assertTrue(source.describe().contains("generated world, seed 1"), source.describe());
  }

  @Test
  void aTrainingSaysFirstWhatItLearnsFromAndWhereItsCurvesLie() throws IOException {
    Path folder = shards();
    Path out = temp.resolve("out");
    Shell.Result result =
        Shell.run(
            "train",
            "unet_rt",
            "-o",
            out,
            "--data",
            folder,
            "--data",
            "world:7",
            "--steps",
            2,
            "-p",
            "training.batch:=2",
            "-p",
            "training.width:=32",
            "-p",
            "training.height:=32",
            "-p",
            "training.mixed_aspects:=false",
            "-p",
            "training.mixed_precision:=false",
            "-p",
            "training.validation.samples:=2",
            "-p",
            "training.augmentation.scale:=1.3",
            "-p",
            "network.first:=4",
            "-p",
            "network.encoder:=[4, 4, 4, 4]",
            "-p",
            "network.decoder:=[4, 4, 4, 4]");
    assertEquals(0, result.exitCode(), result.err());
    String first = result.out().lines().findFirst().orElse("");
    assertTrue(first.contains(folder.toString()) && first.contains("seed 7"), first);
    assertTrue(result.out().contains("curves: " + out.resolve("curves")), result.out());
    assertTrue(Files.isDirectory(out.resolve("curves")));
    assertTrue(Files.isDirectory(out.resolve("saved_model")));
  }

  @Test
  void whatIsMissingIsSaidBeforeAnythingIsWritten() {
    Shell.run("train", "unet_rt").assertFails(2, "--out DIR");
    Path out = temp.resolve("out");
    Shell.run("train", "unet_rt", "-o", out, "--data", "nowhere").assertFails(1, "nowhere");
    assertTrue(Files.notExists(out));
  }
}
