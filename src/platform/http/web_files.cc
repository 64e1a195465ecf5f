// Files by path, their types, and the fallback to index.html.
#include "platform/http/web_files.h"

#include <array>
#include <cstdint>

#include "platform/http/target.h"

namespace cairn::http {
namespace {

constexpr std::string_view page_policy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

std::string_view type_of(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> types = {{
      {".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},   {".svg", "image/svg+xml"},                 {".png", "image/png"},
      {".ico", "image/x-icon"},              {".webp", "image/webp"},                   {".woff2", "font/woff2"},
      {".json", "application/json"},         {".webmanifest", "application/manifest+json"}, {".txt", "text/plain; charset=utf-8"},
      {".map", "application/json"},          {".wasm", "application/wasm"},             {".jpg", "image/jpeg"},
      {".xml", "application/xml"},
  }};
  for (const auto& [ending, type] : types) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

// FNV-1a: names a content, protects nothing.
std::string tag_of(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325ULL;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  static constexpr char digits[] = "0123456789abcdef";
  std::string out = "\"";
  for (int shift = 60; shift >= 0; shift -= 4) out += digits[(h >> shift) & 15];
  return out + '"';
}

bool belongs_to_api(std::string_view path) { return path == "/api" || path.starts_with("/api/"); }

}  // namespace

WebFiles::WebFiles(std::span<const EmbeddedFile> files) {
  for (const auto& f : files) {
    if (!f.name) continue;
    const std::string path = '/' + std::string(f.name);
    if (path.ends_with(".br") || path.ends_with(".gz")) continue;
    auto& file = files_[path];
    file.type = type_of(path);
    file.etag = tag_of(f.text());
    file.immutable = path.starts_with("/assets/");
    file.plain = std::make_shared<const std::string>(f.text());
  }
  for (const auto& f : files) {
    if (!f.name) continue;
    std::string path = '/' + std::string(f.name);
    const bool br = path.ends_with(".br");
    if (!br && !path.ends_with(".gz")) continue;
    path.resize(path.size() - 3);
    const auto found = files_.find(path);
    if (found == files_.end()) continue;
    (br ? found->second.br : found->second.gzip) = std::make_shared<const std::string>(f.text());
  }
}

const WebFiles::File* WebFiles::find(std::string_view path) const {
  const auto found = files_.find(path == "/" ? std::string_view("/index.html") : path);
  return found == files_.end() ? nullptr : &found->second;
}

bool WebFiles::answer(const Request& request, Reply& reply, Coding& coding) const {
  if (request.method != Method::get && request.method != Method::head) return false;
  const File* file = find(request.path);
  if (!file) {
    const bool wants_page = request.header("accept").find("text/html") != std::string_view::npos;
    if (!wants_page || belongs_to_api(request.path) || request.path.starts_with("/assets/")) return false;
    file = find("/");
    if (!file) return false;
  }
  reply = Reply{.type = std::string(file->type), .shared = file->plain, .tag = file->etag, .compress = false};
  reply.headers.emplace_back("Cache-Control", file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  reply.headers.emplace_back("Content-Security-Policy", page_policy);
  if (file->br || file->gzip) reply.headers.emplace_back("Vary", "Accept-Encoding");
  if (file->br && accepts_coding(request.header("accept-encoding"), "br")) {
    reply.shared = file->br;
    coding = Coding::br;
  } else if (file->gzip && accepts_coding(request.header("accept-encoding"), "gzip")) {
    reply.shared = file->gzip;
    coding = Coding::gzip;
  }
  return true;
}

}  // namespace cairn::http
