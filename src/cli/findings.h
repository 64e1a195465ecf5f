// Findings of a file as text, JSON or SARIF.
#pragma once
#include <string>
#include <vector>

#include "cli/yaml_tree.h"

namespace cairn::cli {

void sort_by_place(std::vector<Finding>& findings);

// "file.yaml:12:5: error unknown_key: ... Remedy: ..."
std::string findings_text(const std::vector<Finding>& findings, const std::string& file);
std::string findings_json(const std::vector<Finding>& findings, const std::string& file);
std::string findings_sarif(const std::vector<Finding>& findings, const std::string& file);

}  // namespace cairn::cli
