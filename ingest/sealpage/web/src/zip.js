// Reads the parts of a ZIP archive with the browser's own decompression.

import { FileProblem } from "./csv.js";

const mostUnzipped = 100e6; // bytes of all parts together: a page is not a server

const damaged = () => new FileProblem("bestand-beschadigd");

// A Zip is an archive of which the directory was read.
export class Zip {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.parts = new Map(); // name in small letters -> entry
    try {
      this.readDirectory();
    } catch (e) {
      throw e instanceof FileProblem ? e : damaged(); // a RangeError: beyond the end of the file
    }
  }

  readDirectory() {
    const v = this.view;
    let end = this.bytes.length - 22;
    const lowest = Math.max(0, end - 65535);
    while (end >= lowest && v.getUint32(end, true) !== 0x06054b50) end--;
    if (end < lowest) throw damaged();
    let pos = v.getUint32(end + 16, true);
    let total = 0;
    for (let left = v.getUint16(end + 10, true); left > 0; left--) {
      if (v.getUint32(pos, true) !== 0x02014b50) throw damaged();
      const entry = {
        flags: v.getUint16(pos + 8, true),
        method: v.getUint16(pos + 10, true),
        crc: v.getUint32(pos + 16, true),
        zipped: v.getUint32(pos + 20, true),
        size: v.getUint32(pos + 24, true),
        at: v.getUint32(pos + 42, true),
      };
      const nameLength = v.getUint16(pos + 28, true);
      const name = new TextDecoder().decode(this.bytes.subarray(pos + 46, pos + 46 + nameLength));
      if (entry.flags & 1) throw new FileProblem("bestand-wachtwoord");
      if ((total += entry.size) > mostUnzipped) throw new FileProblem("bestand-te-groot");
      this.parts.set(name.toLowerCase(), entry);
      pos += 46 + nameLength + v.getUint16(pos + 30, true) + v.getUint16(pos + 32, true);
    }
  }

  has(name) {
    return this.parts.has(name.toLowerCase());
  }

  // verify unzips every part, also those that nobody reads: each must have the
  // size and checksum that the directory says, or the intake refuses the file.
  async verify() {
    for (const entry of this.parts.values()) await this.unzip(entry);
  }

  // text returns a part as text, "" when there is no such part.
  async text(name) {
    const entry = this.parts.get(name.toLowerCase());
    return entry ? new TextDecoder().decode(await this.unzip(entry)) : "";
  }

  async unzip(e) {
    const out = await this.inflate(e);
    if (out.length !== e.size || crc32(out) !== e.crc) throw damaged();
    return out;
  }

  async inflate(e) {
    const v = this.view;
    if (e.at + 30 > v.byteLength || v.getUint32(e.at, true) !== 0x04034b50) throw damaged();
    const from = e.at + 30 + v.getUint16(e.at + 26, true) + v.getUint16(e.at + 28, true);
    const raw = this.bytes.subarray(from, from + e.zipped);
    if (e.method === 0) return raw;
    if (e.method !== 8) throw damaged();
    const out = new Uint8Array(e.size);
    let n = 0;
    try {
      const reader = new Blob([raw]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
      for (let r = await reader.read(); !r.done; r = await reader.read()) {
        out.set(r.value, n); // throws when the part is larger than it said
        n += r.value.length;
      }
    } catch {
      throw damaged();
    }
    return out.subarray(0, n);
  }
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n >>> 0;
});

function crc32(bytes) {
  let c = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) c = crcTable[(c ^ bytes[i]) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
