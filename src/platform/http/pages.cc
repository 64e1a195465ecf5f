// Health, metrics, documentation.
#include "platform/http/pages.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "platform/http/metrics.h"
#include "platform/http/target.h"

namespace cairn::http {
namespace {

Route page(std::string path) {
  return route(Method::get, std::move(path)).at_root().rule(rules::anyone).scope(Scope::none).rate(Rate::free).runs(Run::instant);
}

double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  long total = 0, resident = 0;
  file >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double cpu_seconds() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(use.ru_utime) + seconds(use.ru_stime);
}

void add_gauges(const PageSources& from) {
  using metrics::on_scrape;
  auto* const db = &from.db;
  on_scrape("process_resident_memory_bytes", "", "memory in use", resident_bytes);
  on_scrape("process_cpu_seconds_total", "", "processor time used", cpu_seconds);
  on_scrape("cairn_db_waiting_writes", "", "writes in the queue", [db] { return static_cast<double>(db->stats().waiting); });
  on_scrape("cairn_db_writes_total", "", "write bodies committed", [db] { return static_cast<double>(db->stats().writes); });
  on_scrape("cairn_db_commits_total", "", "transactions that carried them", [db] { return static_cast<double>(db->stats().commits); });
  on_scrape("cairn_db_reads_total", "", "read transactions", [db] { return static_cast<double>(db->stats().reads); });
  on_scrape("cairn_db_failed_writes_total", "", "write bodies that ended in a failure", [db] { return static_cast<double>(db->stats().failed_writes); });
  on_scrape("cairn_db_retries_total", "", "bodies run again", [db] { return static_cast<double>(db->stats().retries); });
  on_scrape("cairn_http_waiting_slow", "", "slow requests in the queue", [waiting = from.waiting_slow] { return static_cast<double>(waiting()); });
}

Reply document(std::string_view type, std::string_view text) {
  return Reply{.type = std::string(type), .body = std::string(text)}.header("Cache-Control", "no-cache");
}

void add_docs(Registry& own, const PageSources& from) {
  // made when first asked for: the registry may still grow while the server is being put together
  struct Lazy {
    std::once_flag once;
    std::shared_ptr<const Ready> text;
  };
  auto lazy = std::make_shared<Lazy>();
  own.add(page("/api/v1/openapi.json").handle([lazy, &api = from.api, &options = from.options](Call&) {
    std::call_once(lazy->once, [&] { lazy->text = std::make_shared<const Ready>(openapi(api, options.title, options.version)); });
    return Reply::ready("application/json", lazy->text).header("Cache-Control", "no-cache");
  }));
  own.add(page("/api/docs").handle([](Call&) {
    return document("text/html; charset=utf-8", docs_html())
        .header("Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
                "form-action 'none'; frame-ancestors 'none'");
  }));
  own.add(page("/api/docs.js").handle([](Call&) { return document("text/javascript; charset=utf-8", docs_script()); }));
  own.add(page("/api/docs.css").handle([](Call&) { return document("text/css; charset=utf-8", docs_style()); }));
}

}  // namespace

void forget_gauges() {
  for (const auto* name : {"cairn_db_waiting_writes", "cairn_db_writes_total", "cairn_db_commits_total", "cairn_db_reads_total",
                           "cairn_db_failed_writes_total", "cairn_db_retries_total", "cairn_http_waiting_slow"}) {
    metrics::on_scrape(name, "", "", nullptr);
  }
}

void add_pages(Registry& own, const PageSources& from) {
  add_gauges(from);
  own.add(page("/healthz").handle([](Call&) { return Reply::text("ok\n"); }));
  own.add(page("/readyz").runs(Run::read).handle([&hooks = from.hooks](Call& call) {
    const auto answer = call.tx().value<int>("SELECT 1");
    const auto why = hooks.not_ready ? hooks.not_ready() : std::string();
    if (answer != 1 || !why.empty()) fail(Fault::unavailable, "not_ready", why.empty() ? "The database does not answer." : why);
    return Reply::text("ready\n");
  }));
  // figures of the whole installation: for the machine itself, and for administrators' tokens
  own.add(page("/metrics").handle([](Call& call) {
    const bool admin = (call.principal.scopes & bits(Scope::admin)) != 0 && call.principal.token;
    if (!is_loopback(call.address()) && !admin) not_found();
    return Reply::bytes("text/plain; version=0.0.4; charset=utf-8", metrics::prometheus_text());
  }));
  add_docs(own, from);
}

}  // namespace cairn::http
