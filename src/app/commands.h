// The commands that work on the data itself, with or without a running server.
#pragma once
#include "app/options.h"

namespace cairn::app {

int serve(const Options& options);
int migrate_command(const Options& options);
int doctor(const Options& options);
int backup_command(const Options& options);
int restore_command(const Options& options);
int demo_command(const Options& options);
int seed_command(const Options& options);
int import_command(const Options& options);
int import_undo_command(const Options& options);
int export_command(const Options& options);
int user_add(const Options& options);
int user_password(const Options& options);
int user_list(const Options& options);
int user_deactivate(const Options& options);
int token_create(const Options& options);
int audit_verify(const Options& options);
int openapi_command(const Options& options);

}  // namespace cairn::app
