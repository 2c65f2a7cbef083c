/* What verifying an archive costs at the least, as scripts/bench compares it: every file given is
   hashed and inflated by zlib, every record is parsed as far as its strings and brackets go, and hashed
   into the Merkle tree of RFC 9162. Nothing is compared, and no schema is checked. One thread. */
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

typedef struct {
  unsigned char bytes[SHA256_DIGEST_LENGTH];
} hash;

typedef struct {
  hash peaks[64];
  size_t depth, count;
} tree;

static void fail(const char *what, const char *path) {
  fprintf(stderr, "%s: %s\n", path, what);
  exit(2);
}

static hash node(const hash *left, const hash *right) {
  SHA256_CTX context;
  unsigned char prefix = 1;
  hash result;
  SHA256_Init(&context);
  SHA256_Update(&context, &prefix, 1);
  SHA256_Update(&context, left, sizeof *left);
  SHA256_Update(&context, right, sizeof *right);
  SHA256_Final(result.bytes, &context);
  return result;
}

static void append(tree *tree, const unsigned char *record, size_t length) {
  SHA256_CTX context;
  unsigned char prefix = 0;
  hash peak;
  SHA256_Init(&context);
  SHA256_Update(&context, &prefix, 1);
  SHA256_Update(&context, record, length);
  SHA256_Final(peak.bytes, &context);
  for (size_t level = tree->count++; level & 1; level >>= 1)
    peak = node(&tree->peaks[--tree->depth], &peak);
  tree->peaks[tree->depth++] = peak;
}

static hash root(const tree *tree) {
  hash result = tree->peaks[tree->depth - 1];
  for (size_t peak = tree->depth - 1; peak-- > 0;) result = node(&tree->peaks[peak], &result);
  return result;
}

/* Whether strings end and brackets match; the values between them are not looked at. */
static int parse(const unsigned char *text, size_t length) {
  unsigned char closing[128];
  size_t depth = 0;
  for (size_t at = 0; at < length; at++) {
    switch (text[at]) {
      case '"':
        while (++at < length && text[at] != '"') {
          if (text[at] < 0x20) return 0;
          at += text[at] == '\\';
        }
        if (at >= length) return 0;
        break;
      case '{':
      case '[':
        if (depth == sizeof closing) return 0;
        closing[depth++] = text[at] + 2;
        break;
      case '}':
      case ']':
        if (!depth || closing[--depth] != text[at]) return 0;
    }
  }
  return !depth;
}

/* The records that end in `content`; returns where the first that does not begins. */
static size_t take(tree *tree, const unsigned char *content, size_t length, const char *path) {
  size_t start = 0;
  for (const unsigned char *end; (end = memchr(content + start, '\n', length - start));) {
    size_t size = (size_t)(end - content) - start;
    if (!parse(content + start, size)) fail("a record is no JSON", path);
    append(tree, content + start, size);
    start += size + 1;
  }
  return start;
}

static void verify(const char *path, z_stream *stream) {
  static unsigned char input[256 << 10], content[(256 << 10) + (4 << 20)];
  FILE *file = fopen(path, "rb");
  if (!file) fail("cannot be opened", path);
  SHA256_CTX sha256;
  SHA256_Init(&sha256);
  tree tree = {.depth = 0};
  size_t held = 0;
  inflateReset(stream);
  while ((stream->avail_in = (uInt)fread(input, 1, sizeof input, file))) {
    SHA256_Update(&sha256, input, stream->avail_in);
    stream->next_in = input;
    while (stream->avail_in) {
      stream->next_out = content + held;
      stream->avail_out = 256 << 10;
      int result = inflate(stream, Z_NO_FLUSH);
      if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
        fail("cannot be inflated", path);
      if (result == Z_STREAM_END) inflateReset(stream);
      size_t length = (size_t)(stream->next_out - content);
      size_t taken = take(&tree, content, length, path);
      held = length - taken;
      if (held > 4 << 20) fail("a record is too long", path);
      memmove(content, content + taken, held);
    }
  }
  fclose(file);
  hash digest, top = root(&tree);
  SHA256_Final(digest.bytes, &sha256);
  printf("%s %zu %02x%02x %02x%02x\n", path, tree.count, digest.bytes[0], digest.bytes[1],
         top.bytes[0], top.bytes[1]);
}

int main(int count, char **paths) {
  z_stream stream = {0};
  if (inflateInit2(&stream, MAX_WBITS + 16) != Z_OK) return 2;
  for (int each = 1; each < count; each++) verify(paths[each], &stream);
  return 0;
}
