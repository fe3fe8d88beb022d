// Signs notes (C2SP signed-note) with the key file that an organisation holds,
// by the browser's own Ed25519. The key stays in memory and cannot be taken
// out of it again: storage of a page opened from disk is shared with every
// other page on that disk.

import { armor, Decrypter } from "age-encryption";
import { sha256 } from "./envelope.js";

// A KeyError says in Dutch why a key file cannot be used. With locked, a
// passphrase is asked for, or was wrong.
export class KeyError extends Error {
  constructor(text, locked = false) {
    super(text);
    this.locked = locked;
  }
}

const tooOld = "Deze browser kan niet ondertekenen. Werk de browser bij, of verzegel zonder handtekening.";

// readSigner reads a key file: comment lines, and one line with the key. It
// may be wrapped with a passphrase, that is encrypted with age.
export async function readSigner(bytes, passphrase, org) {
  const text = await unwrap(bytes, passphrase);
  const lines = text.split(/\r?\n/).map((l) => l.trim()).filter((l) => l !== "" && !l.startsWith("#"));
  if (lines.length !== 1) throw new KeyError("Dit is geen sleutelbestand: er staat geen sleutel in, of meer dan een.");
  const [priv, key, name, hash, data] = splitN(lines[0], "+", 5);
  if (lines[0].startsWith("AGE-SECRET-KEY")) {
    throw new KeyError(`Dit is een sleutel om te openen, niet om te ondertekenen. Kies sender-${org}.key.`);
  }
  const raw = decode64(data ?? "");
  if (priv !== "PRIVATE" || key !== "KEY" || !/^[0-9a-f]{8}$/.test(hash ?? "") || raw?.length !== 33 || raw[0] !== 1) {
    throw new KeyError(`Dit is geen sleutelbestand om mee te ondertekenen. Kies sender-${org}.key.`);
  }
  if (name.startsWith("sender/") && name !== "sender/" + org) { // how the intake names the keys it hands out
    throw new KeyError(`Dit is de sleutel van een andere organisatie. Kies sender-${org}.key.`);
  }
  const signer = await importKey(raw.subarray(1));
  const own = await keyHash(name, signer.publicKey);
  if (hashText(own) !== hash) throw new KeyError("Het sleutelbestand is beschadigd. Vraag de intake om een nieuw.");
  return { name, hash: own, key: signer.key };
}

async function unwrap(bytes, passphrase) {
  const text = new TextDecoder().decode(bytes);
  const armored = text.trimStart().startsWith("-----BEGIN AGE ENCRYPTED FILE-----");
  if (!armored && !text.startsWith("age-encryption.org/")) return text;
  if (!passphrase) throw new KeyError("Dit sleutelbestand is beveiligd. Vul de wachtzin in.", true);
  try {
    const d = new Decrypter();
    d.addPassphrase(passphrase);
    return await d.decrypt(armored ? armor.decode(text) : bytes, "text");
  } catch {
    throw new KeyError("De wachtzin past niet bij dit sleutelbestand.", true);
  }
}

// importKey turns an Ed25519 seed into a key that can sign and not be read.
// The browser computes the public half, which it only tells of a key that may
// be exported; so the seed is imported twice.
async function importKey(seed) {
  const prefix = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20); // PKCS #8, RFC 8410
  const pkcs8 = new Uint8Array([...prefix, ...seed]);
  try {
    const key = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
    const open = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
    const jwk = await crypto.subtle.exportKey("jwk", open);
    return { key, publicKey: decode64(jwk.x.replaceAll("-", "+").replaceAll("_", "/") + "=") };
  } catch {
    throw new KeyError(tooOld);
  } finally {
    pkcs8.fill(0);
  }
}

// keyHash is the first four bytes of SHA-256(name, line feed, 1, public key).
async function keyHash(name, publicKey) {
  const head = new TextEncoder().encode(name + "\n\x01");
  return (await sha256(new Uint8Array([...head, ...publicKey]))).subarray(0, 4);
}

const hashText = (h) => [...h].map((b) => b.toString(16).padStart(2, "0")).join("");

// signNote returns text, which ends in a line feed, with a signature under it.
export async function signNote(text, signer) {
  const sig = new Uint8Array(await crypto.subtle.sign("Ed25519", signer.key, new TextEncoder().encode(text)));
  return `${text}\n\u2014 ${signer.name} ${encode64(new Uint8Array([...signer.hash, ...sig]))}\n`;
}

const encode64 = (bytes) => btoa(String.fromCharCode(...bytes));

function decode64(text) {
  try {
    return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  } catch {
    return null;
  }
}

// splitN splits at the first n-1 separators, as Go's strings.SplitN does.
function splitN(text, sep, n) {
  const parts = text.split(sep);
  return [...parts.slice(0, n - 1), parts.slice(n - 1).join(sep)];
}
