package dev.fathom.train.report;

import com.google.protobuf.ByteString;
import dev.fathom.train.data.TfRecordWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.SummaryMetadata;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Writes a TensorBoard event file.
 *
 * <p>Source: tensorflow/core/util/event.proto and framework/summary.proto. Threads: one at a time.
 */
final class EventWriter implements Closeable {
  static final String FILE_VERSION = "brain.Event:2";

  private static final String TEXT_PLUGIN = "text";

  private final TfRecordWriter out;

  /**
   * Begins a new file.
   *
   * @param firstStep the step that the file begins with: of files before, TensorBoard forgets what
   *     they have from this step on
   */
  EventWriter(Path file, double wallSeconds, long firstStep) throws IOException {
    out = TfRecordWriter.create(file);
    try {
      write(Event.newBuilder().setWallTime(wallSeconds).setFileVersion(FILE_VERSION));
      write(
          Event.newBuilder()
              .setWallTime(wallSeconds)
              .setStep(firstStep)
              .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START)));
      flush();
    } catch (IOException | RuntimeException | Error e) {
      out.close();
      throw e;
    }
  }

  void scalar(String tag, long step, double wallSeconds, float value) throws IOException {
    write(
        Event.newBuilder()
            .setWallTime(wallSeconds)
            .setStep(step)
            .setSummary(
                Summary.newBuilder()
                    .addValue(Summary.Value.newBuilder().setTag(tag).setSimpleValue(value))));
  }

  /** A text in Markdown, for TensorBoard's page of texts. */
  void text(String tag, long step, double wallSeconds, String markdown) throws IOException {
    SummaryMetadata metadata =
        SummaryMetadata.newBuilder()
            .setPluginData(SummaryMetadata.PluginData.newBuilder().setPluginName(TEXT_PLUGIN))
            .build();
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(
                TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(1)))
            .addStringVal(ByteString.copyFrom(markdown, StandardCharsets.UTF_8))
            .build();
    write(
        Event.newBuilder()
            .setWallTime(wallSeconds)
            .setStep(step)
            .setSummary(
                Summary.newBuilder()
                    .addValue(
                        Summary.Value.newBuilder()
                            .setTag(tag)
                            .setMetadata(metadata)
                            .setTensor(tensor))));
  }

  void flush() throws IOException {
    out.flush();
  }

  private void write(Event.Builder event) throws IOException {
    out.write(event.build().toByteArray());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
