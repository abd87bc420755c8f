package dev.fathom.replay;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** Numbers in JSON, which has no NaN: what could not be measured is null. */
final class FiniteDoubles extends TypeAdapter<Double> {
  @Override
  public void write(JsonWriter out, Double value) throws IOException {
    if (Double.isFinite(value)) {
      out.value(value);
    } else {
      out.nullValue();
    }
  }

  @Override
  public Double read(JsonReader in) throws IOException {
    if (in.peek() == JsonToken.NULL) {
      in.nextNull();
      return Double.NaN;
    }
    return in.nextDouble();
  }
}
