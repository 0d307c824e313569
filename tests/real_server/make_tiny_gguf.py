#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Assay authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write a small, valid, made-up GGUF model (arch llama, F16) for llama-server. Standard library only.

No trained weights: a table "after this piece of text comes that one" is written into the embedding
and output matrices, so that the model answers in readable text; the layers between hold random
numbers and cost real computing time (size = speed), but add only a little noise. Deterministic by --seed.

  make_tiny_gguf.py story.gguf                          readable made-up sentences, 1 MB
  make_tiny_gguf.py m.gguf --size small|medium|large    20 / 150 / 600 MB: fewer tokens/s
  make_tiny_gguf.py fix.gguf --say 'The answer is 42.'  always answers exactly this, then stops
  make_tiny_gguf.py fix.gguf --say '{"a": 1}' --think 'Let me see.'   with reasoning_content first
  make_tiny_gguf.py noise.gguf --mode random            random tokens: odd bytes, early stops
"""
import argparse, random, re, struct, sys

SIZES = {"tiny": (2, 128, 4), "small": (5, 384, 6), "medium": (10, 768, 12), "large": (20, 1088, 17)}
ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("out"); ap.add_argument("--name", help="general.name (default: file name)")
ap.add_argument("--seed", type=int, default=1); ap.add_argument("--size", choices=SIZES, default="tiny")
ap.add_argument("--layers", type=int); ap.add_argument("--embd", type=int, help="multiple of 32"); ap.add_argument("--heads", type=int)
ap.add_argument("--ctx", type=int, default=2048, help="trained context length")
ap.add_argument("--mode", choices=["story", "random"], default="story")
ap.add_argument("--say", help="the fixed answer"); ap.add_argument("--think", help="reasoning before the answer, in <think> tags")
ap.add_argument("--no-eos", action="store_true", help="never stop by itself")
ap.add_argument("--noise", type=float, default=0.02, help="how much the random layers disturb the text")
a = ap.parse_args()
L, E, H = SIZES[a.size]
L, E, H = a.layers or L, a.embd or E, a.heads or H
if E % 32 or E % H or (E // H) % 2: sys.exit("embd must be a multiple of 32 and embd/heads even")
F = 3 * E
rng = random.Random(a.seed)

# ---- text: a list of pieces; pieces said twice become two pieces (a piece knows only its predecessor)
def story():
    adj = "quick quiet small large green early plain solid bright gentle lucky narrow".split()
    noun = "server client model packet window garden engine letter river socket parser ladder".split()
    verb = "answers follows measures carries watches repeats compares forgets".split()
    adv = "slowly twice again today gladly outside first later".split()
    for w in (adj, noun, verb, adv): rng.shuffle(w)
    for i in range(6):
        yield f"The {adj[2*i]} {noun[2*i]} {verb[i]} a {adj[2*i+1]} {noun[2*i+1]} {adv[i]}."

def pieces(text):
    """cut into words; non-ASCII characters into their bytes (so that one character takes several tokens)
    where these bytes are new; glue on what comes next where a piece was used before"""
    out, i = [], 0
    parts = re.findall(r" ?[A-Za-z0-9]+|\s|[^\sA-Za-z0-9]", text)
    while i < len(parts):
        p = parts[i]; i += 1
        byts = [bytes([b]) for b in p.encode()]
        if not p.isascii() and len(set(byts)) == len(byts) and not SEEN & set(byts):
            SEEN.update(byts); out += byts; continue
        while p in SEEN and i < len(parts): p += parts[i]; i += 1
        while p in SEEN and out and isinstance(out[-1], str): SEEN.discard(out[-1]); p = out.pop() + p
        if p in SEEN: sys.exit(f"cannot make the piece {p!r} unique; vary the text")
        SEEN.add(p); out.append(p)
    return out

SEEN = set()
CHARS = [chr(c) for c in range(33, 127)]
chain = []                                   # (piece, [(next piece or None = stop, logit)])
if a.say or a.think:
    seq = (["<think>"] + pieces(a.think) + ["</think>"] if a.think else []) + pieces(a.say or "Done.")
    starts = [seq[0]]
    nexts = {p: [(q, 20.0)] for p, q in zip(seq, seq[1:] + [None])}
else:
    sents = [pieces((" " if n else "") + s) for n, s in enumerate(story())]
    room = E - 4
    while sum(map(len, sents)) > room: sents.pop()
    starts = [s[0] for s in sents]
    nexts = {}
    for n, s in enumerate(sents):
        for p, q in zip(s, s[1:]): nexts[p] = [(q, 20.0)]
        nexts[s[-1]] = [(t, 19.0) for t in starts[1:]] + [      # above temperature 0: jumps between sentences
            (sents[n + 1][0] if n + 1 < len(sents) else starts[1] if a.no_eos else None, 20.0)]
if a.no_eos: nexts = {p: [(q if q is not None else starts[0], w) for q, w in n] for p, n in nexts.items()}

# ---- vocabulary (SentencePiece): specials, 256 bytes, the pieces, single characters
NORMAL, UNKNOWN, CONTROL, USER, BYTE = 1, 2, 3, 4, 6
vocab = [("<unk>", 0.0, UNKNOWN), ("<s>", 0.0, CONTROL), ("</s>", 0.0, CONTROL)]
vocab += [(t, 0.0, CONTROL) for t in ("<|system|>", "<|user|>", "<|assistant|>", "<|tool|>", "<|end|>")]
EOS, EOT = 2, 7
byte0 = len(vocab)
vocab += [(f"<0x{b:02X}>", 0.0, BYTE) for b in range(256)]
ids = {}
def spm(p): return p.replace(" ", "\u2581")
for p in nexts:
    if isinstance(p, bytes): ids[p] = byte0 + p[0]; continue
    if p == "\n": ids[p] = byte0 + 10; continue
    ids[p] = len(vocab); vocab.append((spm(p), -1000.0 - len(vocab), USER if p in ("<think>", "</think>") else NORMAL))
have = {v[0] for v in vocab}
vocab += [(c, -5000.0 - i, NORMAL) for i, c in enumerate(["\u2581"] + CHARS) if c not in have]
while len(vocab) % 32: vocab.append((f"[pad{len(vocab)}]", -9000.0, CONTROL))
V = len(vocab)
dims = {t: i + 1 for i, t in enumerate(ids.values())}        # dimension 0: every other token
if a.mode == "story" and len(dims) + 1 > E: sys.exit(f"text has {len(dims)} pieces, embd {E} holds {E-1}: raise --embd")

# ---- tensors, F16; random ones without numpy: random bits with the exponent forced to one value
def h(x): return struct.pack("<e", x)
def randf16(n, exp):
    """n values, random sign, magnitude in [2**exp, 2**(exp+1))"""
    done, step = 0, 1 << 19
    while done < n:
        k = min(step, n - done); done += k
        keep = int.from_bytes(b"\xff\x83" * k, "little"); put = int.from_bytes(struct.pack("<H", (exp + 15) << 10) * k, "little")
        yield (rng.getrandbits(16 * k) & keep | put).to_bytes(2 * k, "little")
def scaled(scale):                           # nearest power of two, at least the smallest normal f16
    e = -14
    while 2.0 ** (e + 1) <= scale and e < 14: e += 1
    return e
def matrix(rows, cols, cells):
    row = {}
    for (r, c), v in cells.items(): row.setdefault(r, {})[c] = v
    zero = bytes(2 * cols)
    for r in range(rows):
        if r not in row: yield zero; continue
        b = bytearray(zero)
        for c, v in row[r].items(): b[2*c:2*c+2] = h(v)
        yield bytes(b)
emb, out = {}, {}
for t in range(V): emb[t, dims.get(t, 0)] = 1.0
for p, follow in nexts.items():
    for q, w in follow: out[EOT if q is None else ids[q], dims[ids[p]]] = w / E ** 0.5
for n, s in enumerate(starts): out[ids[s], 0] = (20.0 if n == 0 else 19.0) / E ** 0.5
rnd = a.mode == "random"
w = scaled(E ** -0.5)
small = w if rnd else scaled(a.noise * E ** -0.5 / 4)
F32, F16 = 0, 1
ones = lambda n: iter([struct.pack("<f", 1.0) * n])
T = [("token_embd.weight", (E, V), F16, randf16(E * V, -1) if rnd else matrix(V, E, emb)),
     ("output.weight", (E, V), F16, randf16(E * V, scaled(2.5 * E ** -0.5)) if rnd else matrix(V, E, out)),
     ("output_norm.weight", (E,), F32, ones(E))]
for i in range(L):
    T += [(f"blk.{i}.attn_norm.weight", (E,), F32, ones(E)), (f"blk.{i}.ffn_norm.weight", (E,), F32, ones(E))]
    T += [(f"blk.{i}.{n}.weight", d, F16, randf16(d[0] * d[1], e)) for n, d, e in (
        ("attn_q", (E, E), w), ("attn_k", (E, E), w), ("attn_v", (E, E), w), ("attn_output", (E, E), small),
        ("ffn_gate", (E, F), w), ("ffn_up", (E, F), w), ("ffn_down", (F, E), small))]

TEMPLATE = ("{% for m in messages %}<|{{ m['role'] }}|>"
            + ("{% if m['reasoning_content'] %}<think>{{ m['reasoning_content'] }}</think>{% endif %}" if a.think else "")
            + "{{ m['content'] }}<|end|>{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}")
# ---- the file
def s(x): b = x.encode(); return struct.pack("<Q", len(b)) + b
def u32(x): return struct.pack("<II", 4, x)
def f32(x): return struct.pack("<If", 6, x)
def boolean(x): return struct.pack("<I?", 7, x)
def string(x): return struct.pack("<I", 8) + s(x)
def array(kind, n, body): return struct.pack("<IIQ", 9, kind, n) + body
name = a.name or re.sub(r".*/|\.gguf$", "", a.out)
KV = [("general.architecture", string("llama")), ("general.name", string(name)), ("general.file_type", u32(1)),
      ("general.alignment", u32(32)), ("llama.vocab_size", u32(V)), ("llama.context_length", u32(a.ctx)), ("llama.embedding_length", u32(E)),
      ("llama.block_count", u32(L)), ("llama.feed_forward_length", u32(F)), ("llama.rope.dimension_count", u32(E // H)),
      ("llama.attention.head_count", u32(H)), ("llama.attention.head_count_kv", u32(H)),
      ("llama.attention.layer_norm_rms_epsilon", f32(1e-5)), ("llama.rope.freq_base", f32(10000.0)),
      ("tokenizer.ggml.model", string("llama")), ("tokenizer.ggml.pre", string("default")),
      ("tokenizer.ggml.tokens", array(8, V, b"".join(s(v[0]) for v in vocab))),
      ("tokenizer.ggml.scores", array(6, V, b"".join(struct.pack("<f", v[1]) for v in vocab))),
      ("tokenizer.ggml.token_type", array(5, V, b"".join(struct.pack("<i", v[2]) for v in vocab))),
      ("tokenizer.ggml.bos_token_id", u32(1)), ("tokenizer.ggml.eos_token_id", u32(EOS)), ("tokenizer.ggml.eot_token_id", u32(EOT)),
      ("tokenizer.ggml.unknown_token_id", u32(0)), ("tokenizer.ggml.add_bos_token", boolean(True)),
      ("tokenizer.ggml.add_eos_token", boolean(False)), ("tokenizer.ggml.add_space_prefix", boolean(False)),
      ("tokenizer.chat_template", string(TEMPLATE))]
with open(a.out, "wb") as f:
    f.write(b"GGUF" + struct.pack("<IQQ", 3, len(T), len(KV)) + b"".join(s(k) + v for k, v in KV))
    off = 0
    for n, d, t, _ in T:
        f.write(s(n) + struct.pack("<I", len(d)) + b"".join(struct.pack("<Q", x) for x in d) + struct.pack("<IQ", t, off))
        size = 2 if t == F16 else 4
        for x in d: size *= x
        off += (size + 31) // 32 * 32
    f.write(bytes(-f.tell() % 32))
    for n, d, t, data in T:
        for chunk in data: f.write(chunk)
        f.write(bytes(-f.tell() % 32))
    print(f"{a.out}: {f.tell() / 1e6:.1f} MB, {L} layers, embd {E}, vocab {V}, context {a.ctx}, mode {a.mode}")
