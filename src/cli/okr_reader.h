// From a YAML tree to the OKR file's structs, with every problem and its place.
#pragma once
#include <string>
#include <vector>

#include "cli/yaml_tree.h"
#include "engine/okr_file.h"
#include "platform/clock/clock.h"

namespace cairn::cli {

class FieldReader;

struct OkrText {
  YamlNode root;
  engine::OkrFile file;
  clock::Zone zone = clock::Zone::utc();
  std::vector<Finding> problems;  // by line; empty: the file can be reckoned with
};

// Reads, binds and checks.
OkrText read_okr(const std::string& text);

// The parts that stand in files of their own.
void read_policy(FieldReader& reader, const YamlNode& node, engine::Policy& policy);
void read_metric(FieldReader& reader, const YamlNode& node, engine::Metric& metric);
void read_key_result(FieldReader& reader, const YamlNode& node, const clock::Zone& zone, engine::FileKeyResult& kr);
// A date means noon, local time.
void read_moment(FieldReader& reader, const YamlNode& node, const clock::Zone& zone, engine::Checkin& checkin);

}  // namespace cairn::cli
