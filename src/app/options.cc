// Flags, environment and configuration file, read by CLI11.
#include "app/options.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "app/commands.h"
#include "base/failure.h"
#include "cli/cli.h"
#include "platform/log/log.h"

#ifndef CAIRN_VERSION
#define CAIRN_VERSION "0"
#endif

namespace cairn::app {
namespace {

// The settings' file, below the environment: CLI11 by itself would let the file win over CAIRN_… variables.
class BelowEnvironment final : public CLI::ConfigTOML {
 public:
  explicit BelowEnvironment(const CLI::App& app) : app_(app) {}
  std::vector<CLI::ConfigItem> from_config(std::istream& in) const override {
    std::vector<CLI::ConfigItem> items = CLI::ConfigTOML::from_config(in);
    std::erase_if(items, [this](const CLI::ConfigItem& item) { return environment_has(item); });
    return items;
  }

 private:
  bool environment_has(const CLI::ConfigItem& item) const {
    const CLI::App* command = &app_;
    for (const std::string& parent : item.parents) {
      const auto named = command->get_subcommands([&](const CLI::App* one) { return one->get_name() == parent; });
      if (named.empty()) return false;
      command = named.front();
    }
    const CLI::Option* option = command->get_option_no_throw("--" + item.name);
    return option && !option->get_envname().empty() && std::getenv(option->get_envname().c_str());
  }

  const CLI::App& app_;
};

void add_settings_file(CLI::App& app) {
  // CLI11 looks for the file before it looks at the environment, so CAIRN_CONFIG is looked up here
  const char* named = std::getenv("CAIRN_CONFIG");
  const bool given = named && *named;
  app.set_config("--config", given ? named : "", "settings by file, or CAIRN_CONFIG: [serve] listen=… as the flags are named", given);
  app.config_formatter(std::make_shared<BelowEnvironment>(app));
  app.allow_config_extras(CLI::config_extras_mode::error);  // a slip must not pass for a setting
  app.fallthrough();  // what holds for all commands may stand behind one
}

// Each command keeps its own: CLI11 asks the environment for every command, and one variable for all would let
// CAIRN_DATA write over the flag of the command that was named.
using DataByCommand = std::map<const CLI::App*, DataOptions>;

void add_data(CLI::App& command, DataByCommand& data_of) {
  DataOptions& data = data_of[&command];
  command.add_option("--data", data.data, "directory of the organisation's data (SQLite, attachments)")
      ->envname("CAIRN_DATA")->capture_default_str();
  command.add_option("--database", data.database, "PostgreSQL instead: postgres://user@host/name")->envname("CAIRN_DATABASE");
  command.add_option("--readers", data.readers, "connections for reading")->envname("CAIRN_READERS")
      ->check(CLI::Range(1, 64))->capture_default_str();
}

void add_serve(CLI::App& app, Options& options, DataByCommand& data_of, std::vector<std::pair<CLI::App*, Command>>& commands) {
  CLI::App* serve_app = app.add_subcommand("serve", "serve the web app, the API and the background jobs");
  ServeOptions& s = options.serve;
  add_data(*serve_app, data_of);
  serve_app->add_option("--listen", s.listen, "HOST:PORT; port 0 picks a free one")->envname("CAIRN_LISTEN")->capture_default_str();
  serve_app->add_flag("--demo", s.demo, "fill an empty database with the demo company and serve it (loopback only)")->envname("CAIRN_DEMO");
  serve_app->add_option("--public-url", s.public_url, "what people type, for links: https://okr.example.com")->envname("CAIRN_PUBLIC_URL");
  serve_app->add_option("--trusted-proxy", s.trusted_proxy, "address of the TLS proxy in front, whose X-Forwarded-* count")->envname("CAIRN_TRUSTED_PROXY");
  serve_app->add_option("--tls-cert", s.tls_cert, "certificate chain (PEM), for TLS without a proxy")->envname("CAIRN_TLS_CERT");
  serve_app->add_option("--tls-key", s.tls_key, "its private key (PEM)")->envname("CAIRN_TLS_KEY");
  serve_app->add_option("--origin", s.origins, "further origins that may send writes")->envname("CAIRN_ORIGINS");
  serve_app->add_option("--threads", s.threads, "threads that serve connections")->envname("CAIRN_THREADS")
      ->check(CLI::Range(1, 64))->capture_default_str();
  serve_app->add_flag("--rate-limits,!--no-rate-limits", s.rate_limits, "limit requests per account and address")->envname("CAIRN_RATE_LIMITS");
  serve_app->add_flag("--request-log,!--no-request-log", s.log_requests, "a log line per request")->envname("CAIRN_REQUEST_LOG");
  commands.push_back({serve_app, {"serve", serve}});
}

void add_data_commands(CLI::App& app, Options& options, DataByCommand& data_of, std::vector<std::pair<CLI::App*, Command>>& commands) {
  const auto add = [&](CLI::App& parent, const char* name, const char* text, int (*run)(const Options&)) {
    CLI::App* command = parent.add_subcommand(name, text);
    add_data(*command, data_of);
    commands.push_back({command, {name, run}});
    return command;
  };
  add(app, "migrate", "bring the database's schema up to date", migrate_command);
  add(app, "doctor", "check the database and recompute every cached figure", doctor)
      ->add_flag("--fix", options.fix, "write what was recomputed where it differs");
  add(app, "backup", "write a consistent copy while the server runs", backup_command)->add_option("file", options.file, "the copy")->required();
  CLI::App* restore = add(app, "restore", "put a backup in place of the data", restore_command);
  restore->add_option("file", options.file, "the backup")->required();
  restore->add_flag("--force", options.force, "replace data that is there (it is kept beside as cairn.db.replaced)");
  add(app, "demo", "fill an empty database with the demo company", demo_command);
  CLI::App* seed = add(app, "seed", "fill an empty database with made-up data of a size", seed_command);
  seed->add_option("--scale", options.scale, "S, M or L")->check(CLI::IsMember({"S", "M", "L"}))->capture_default_str();
  CLI::App* import = add(app, "import", "import OKRs from a CSV file, all or nothing", import_command);
  import->add_option("file", options.file, "a CSV file, or - for standard input")->required();
  import->add_flag("--dry-run", options.dry_run, "only show each row's fate and every problem");
  import->add_option("--map", options.map, "COLUMN=FIELD, where the guess from the headers is wrong; COLUMN= ignores it");
  import->add_flag("--skip-problems", options.force, "import the sound rows although others have problems");
  import->add_option("--as", options.import_as, "e-mail of the person in whose name it is done");
  add(app, "import-undo", "take an import back", import_undo_command)->add_option("id", options.file, "IM-1, as `import` printed it")->required();
  CLI::App* exporting = add(app, "export", "write a list as CSV to standard output or a file", export_command);
  exporting->add_option("list", options.list, "objectives, key-results, checkins, people, teams, cycles or activity")->capture_default_str();
  exporting->add_option("--out", options.file, "the file to write");
  add(app, "audit", "verify the hash chain of the activity log", audit_verify);
}

void add_people_commands(CLI::App& app, Options& options, DataByCommand& data_of, std::vector<std::pair<CLI::App*, Command>>& commands) {
  const auto add = [&](CLI::App& parent, const char* name, const char* text, int (*run)(const Options&)) {
    CLI::App* command = parent.add_subcommand(name, text);
    add_data(*command, data_of);
    commands.push_back({command, {name, run}});
    return command;
  };
  CLI::App* user = app.add_subcommand("user", "people and their passwords")->require_subcommand(1);
  CLI::App* user_new = add(*user, "add", "add a person", user_add);
  user_new->add_option("--email", options.email, "e-mail address, to sign in with")->required();
  user_new->add_option("--name", options.name, "full name")->required();
  user_new->add_option("--role", options.role, "admin, people_admin, champion, member, viewer, guest or auditor")->capture_default_str();
  user_new->add_flag("--password-stdin", options.password_stdin, "read the password from standard input");
  CLI::App* password = add(*user, "password", "set a person's password and end their sessions", user_password);
  password->add_option("--email", options.email, "whose")->required();
  password->add_flag("--password-stdin", options.password_stdin, "read the password from standard input")->required();
  add(*user, "list", "list the people", user_list);
  add(*user, "deactivate", "deactivate a person: sessions and tokens end at once", user_deactivate)
      ->add_option("--email", options.email, "whose")->required();
  CLI::App* token = app.add_subcommand("token", "personal API tokens")->require_subcommand(1);
  CLI::App* create = add(*token, "create", "create a token and print it once", token_create);
  create->add_option("--email", options.email, "whose")->required();
  create->add_option("--scope", options.scopes, "read, write or admin; may be given several times or comma-separated")->required()->delimiter(',');
  create->add_option("--name", options.name, "what it is for");
  create->add_option("--days", options.days, "how long it lives")->check(CLI::Range(1, 365))->capture_default_str();
  CLI::App* openapi = app.add_subcommand("openapi", "print the API's description");
  commands.push_back({openapi, {"openapi", openapi_command}});
}

// Prints a failure as people read it; a script reads the code in brackets.
int tell(const Failure& failure) {
  std::fprintf(stderr, "cairn: %s [%s]\n", failure.message.c_str(), failure.code.c_str());
  for (const Problem& p : failure.fields) std::fprintf(stderr, "  %s: %s\n", p.field.c_str(), p.message.c_str());
  return 1;
}

int guarded(const Command& command, const Options& options) {
  try {
    return command.run(options);
  } catch (const Failure& failure) {
    return tell(failure);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "cairn: %s\n", error.what());
    return 1;
  }
}

// Commands that read files or speak HTTP parse their own arguments.
const cli::Command* client_command(const std::string& name) {
  for (const cli::Command& c : cli::commands())
    if (name == c.name) return &c;
  return nullptr;
}

}  // namespace

int run(int argc, char** argv) {
  if (argc > 1) {
    if (const cli::Command* command = client_command(argv[1])) {
      const std::vector<std::string> args(argv + 2, argv + argc);
      return guarded({command->name, [&](const Options&) { return command->run(args); }}, {});
    }
  }
  Options options;
  CLI::App app{"Cairn, the OKR platform. `cairn COMMAND --help` explains a command."};
  app.set_version_flag("--version", CAIRN_VERSION);
  add_settings_file(app);
  app.add_option("--log-level", options.log_level, "debug, info, warning, error or off")->envname("CAIRN_LOG_LEVEL")->capture_default_str();
  app.require_subcommand(1);
  std::vector<std::pair<CLI::App*, Command>> commands;
  DataByCommand data_of;
  add_serve(app, options, data_of, commands);
  add_data_commands(app, options, data_of, commands);
  add_people_commands(app, options, data_of, commands);
  std::string footer = "Files and servers:\n";
  for (const cli::Command& c : cli::commands()) footer += "  " + std::string(c.name) + "  " + c.summary + "\n";
  app.footer(footer);
  CLI11_PARSE(app, argc, argv);
  log::Level level = log::Level::info;
  if (!log::level_named(options.log_level, level)) {
    std::fprintf(stderr, "cairn: --log-level is debug, info, warning, error or off\n");
    return 2;
  }
  log::set_level(level);
  for (const auto& [parsed, command] : commands) {
    if (!parsed->parsed()) continue;
    options.data = data_of[parsed];
    return guarded(command, options);
  }
  return 2;
}

}  // namespace cairn::app
