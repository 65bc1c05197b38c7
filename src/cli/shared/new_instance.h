// Making an instance of either program: folder, schema, keys, the row that says what it is, and the first
// administrator.
#pragma once

#include <base/random.h>
#include <base/result.h>
#include <http/sign_in.h>
#include <parties/parties.h>
#include <store/migrations.h>

#include <span>
#include <string>

namespace muster::cli {

struct NewInstance {
  std::string data;      // folder
  std::string database;  // file or postgresql:// address
  std::string kind;      // production, training, demo
  std::string name;      // part of the ledger's name
  std::string origin;    // before the name: the two programs' ledgers are never one
};

// On SQLite it migrates; on PostgreSQL the owner has. Errors: instance_exists, instance_kind, instance_name,
// data_folder, and those of keys and database.
Result<void> make_instance(const NewInstance& instance, std::span<const store::MigrationSet> sets);

// Manages accounts and people, and nothing else. Returns the first password, shown once.
Result<std::string> make_first_administrator(parties::Service& parties, http::SignIn& sign_in, const Clock& clock,
                                             Random& random, const std::string& operator_name,
                                             const std::string& login);

}  // namespace muster::cli
