package dev.fathom.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into fathom.properties. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("fathom.properties")) {
      properties.load(in);
    }
    return new String[] {
      "fathom " + properties.getProperty("version"), "Java " + System.getProperty("java.version")
    };
  }
}
