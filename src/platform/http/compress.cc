// gzip by zlib, br by brotli, zstd. Contexts are kept per thread: making one costs more than a small answer.
#include "platform/http/compress.h"

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include <memory>

#include "platform/http/target.h"

namespace cairn::http {
namespace {

constexpr int gzip_level = 1;
constexpr int brotli_quality = 3;
constexpr int zstd_level = 1;
constexpr int gzip_window = 15 + 16;  // 16 asks zlib for the gzip wrapping

std::optional<std::string> gzip(std::string_view text) {
  struct Deflater {
    z_stream z{};
    bool ok = deflateInit2(&z, gzip_level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) == Z_OK;
    ~Deflater() { deflateEnd(&z); }
  };
  thread_local Deflater d;
  if (!d.ok || deflateReset(&d.z) != Z_OK) return std::nullopt;
  std::string out(deflateBound(&d.z, text.size()), '\0');
  d.z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  d.z.avail_in = static_cast<uInt>(text.size());
  d.z.next_out = reinterpret_cast<Bytef*>(out.data());
  d.z.avail_out = static_cast<uInt>(out.size());
  if (deflate(&d.z, Z_FINISH) != Z_STREAM_END) return std::nullopt;
  out.resize(d.z.total_out);
  return out;
}

std::optional<std::string> brotli(std::string_view text) {
  std::size_t size = BrotliEncoderMaxCompressedSize(text.size());
  std::string out(size, '\0');
  const auto* in = reinterpret_cast<const std::uint8_t*>(text.data());
  if (!BrotliEncoderCompress(brotli_quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(), in, &size,
                             reinterpret_cast<std::uint8_t*>(out.data()))) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

std::optional<std::string> zstd(std::string_view text) {
  thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const auto size = ZSTD_compressCCtx(context.get(), out.data(), out.size(), text.data(), text.size(), zstd_level);
  if (ZSTD_isError(size)) return std::nullopt;
  out.resize(size);
  return out;
}

std::optional<std::string> gunzip(std::string_view bytes, std::size_t limit) {
  z_stream z{};
  if (inflateInit2(&z, gzip_window) != Z_OK) return std::nullopt;
  std::string out(limit, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(limit);
  const bool whole = inflate(&z, Z_FINISH) == Z_STREAM_END;
  out.resize(z.total_out);
  inflateEnd(&z);
  return whole ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace

std::string_view name_of(Coding coding) {
  switch (coding) {
    case Coding::gzip: return "gzip";
    case Coding::br: return "br";
    case Coding::zstd: return "zstd";
    case Coding::plain: break;
  }
  return {};
}

Coding coding_for(std::string_view accept_encoding) {
  if (accept_encoding.empty()) return Coding::plain;
  for (const auto coding : {Coding::zstd, Coding::br, Coding::gzip}) {
    if (accepts_coding(accept_encoding, name_of(coding))) return coding;
  }
  return Coding::plain;
}

bool compressible(std::string_view content_type) {
  return content_type.starts_with("text/") || content_type.find("json") != std::string_view::npos ||
         content_type.find("javascript") != std::string_view::npos || content_type.find("xml") != std::string_view::npos;
}

std::optional<std::string> compress(std::string_view text, Coding coding) {
  std::optional<std::string> out;
  if (coding == Coding::gzip) out = gzip(text);
  if (coding == Coding::br) out = brotli(text);
  if (coding == Coding::zstd) out = zstd(text);
  if (out && out->size() >= text.size()) return std::nullopt;
  return out;
}

std::optional<std::string> decompress(std::string_view bytes, Coding coding, std::size_t limit) {
  if (coding == Coding::plain) return std::string(bytes.substr(0, limit));
  if (coding == Coding::gzip) return gunzip(bytes, limit);
  std::string out(limit, '\0');
  if (coding == Coding::zstd) {
    const auto size = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(size)) return std::nullopt;
    out.resize(size);
    return out;
  }
  std::size_t size = limit;
  const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
  if (BrotliDecoderDecompress(bytes.size(), in, &size, reinterpret_cast<std::uint8_t*>(out.data())) != BROTLI_DECODER_RESULT_SUCCESS) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

std::shared_ptr<const std::string> Ready::in(Coding coding) const {
  if (coding == Coding::plain) return plain_;
  const std::lock_guard lock(mutex_);
  auto& slot = coded_[static_cast<std::size_t>(coding)];
  if (!slot) {
    auto coded = compress(*plain_, coding);
    slot = coded ? std::make_shared<const std::string>(std::move(*coded)) : plain_;
  }
  return slot;
}

}  // namespace cairn::http
