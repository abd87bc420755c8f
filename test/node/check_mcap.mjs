// Reads an MCAP file with the official reader, in both ways that it has, and prints what it found as JSON.
//   node check_mcap.mjs FILE
import { open, readFile } from "node:fs/promises";
import { crc32 } from "@foxglove/crc";
import { parse } from "@foxglove/rosmsg";
import { MessageReader } from "@foxglove/rosmsg2-serialization";
import lz4 from "@foxglove/wasm-lz4";
import zstd from "@foxglove/wasm-zstd";
import { McapIndexedReader, McapStreamReader } from "@mcap/core";

const file = process.argv[2];
await lz4.isLoaded;
await zstd.isLoaded;
const decompressHandlers = {
  lz4: (data, size) => lz4(data, Number(size)),
  zstd: (data, size) => zstd.decompress(data, Number(size)),
};

function tally() {
  const topics = {};
  let last = -1n;
  let ordered = true;
  return {
    add(topic, message) {
      const t = (topics[topic] ??= { count: 0, crc: 0 });
      t.count++;
      // Order matters: each payload's CRC is folded into the one before.
      t.crc = (Math.imul(t.crc, 31) + crc32(message.data)) >>> 0;
      ordered &&= message.logTime >= last;
      last = message.logTime;
    },
    result: () => ({ topics, ordered }),
  };
}

async function indexed() {
  const handle = await open(file);
  const size = (await handle.stat()).size;
  const readable = {
    size: async () => BigInt(size),
    read: async (offset, length) => {
      const buffer = new Uint8Array(Number(length));
      await handle.read(buffer, 0, Number(length), Number(offset));
      return buffer;
    },
  };
  const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers });
  const seen = tally();
  for await (const message of reader.readMessages({ validateCrcs: true })) {
    seen.add(reader.channelsById.get(message.channelId).topic, message);
  }
  await handle.close();
  return {
    ...seen.result(),
    statistics: Number(reader.statistics?.messageCount ?? -1),
    chunks: reader.chunkIndexes.length,
    profile: reader.header.profile,
    summaryCrc: reader.footer.summaryCrc,
    dataEndOffset: Number(reader.dataEndOffset),
    qos: Object.fromEntries(
      [...reader.channelsById.values()].map((c) => [
        c.topic,
        c.metadata.get("offered_qos_profiles") ?? "",
      ]),
    ),
    encodings: [...new Set([...reader.schemasById.values()].map((s) => s.encoding))],
  };
}

function streaming(bytes) {
  const reader = new McapStreamReader({ decompressHandlers, validateCrcs: true });
  const channels = new Map();
  const schemas = new Map();
  const decoders = new Map();
  const seen = tally();
  const decoded = {};
  let dataCrc = 0;
  reader.append(bytes);
  for (let record; (record = reader.nextRecord()); ) {
    if (record.type === "Schema") {
      schemas.set(record.id, record);
    } else if (record.type === "Channel") {
      channels.set(record.id, record);
      const schema = schemas.get(record.schemaId);
      if (schema?.data.length > 0) {
        const text = new TextDecoder().decode(schema.data);
        decoders.set(record.id, new MessageReader(parse(text, { ros2: true })));
      }
    } else if (record.type === "Message") {
      const topic = channels.get(record.channelId).topic;
      seen.add(topic, record);
      const decoder = decoders.get(record.channelId);
      if (decoder) {
        decoder.readMessage(record.data);
        decoded[topic] = (decoded[topic] ?? 0) + 1;
      }
    } else if (record.type === "DataEnd") {
      dataCrc = record.dataSectionCrc;
    }
  }
  return { ...seen.result(), decoded, dataCrc, done: reader.done() };
}

const bytes = new Uint8Array(await readFile(file));
const byIndex = await indexed();
const byStream = streaming(bytes);
const dataCrcFound = crc32(bytes.subarray(0, byIndex.dataEndOffset));
console.log(JSON.stringify({ indexed: byIndex, streaming: byStream, dataCrcFound }));
