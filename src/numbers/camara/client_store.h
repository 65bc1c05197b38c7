// SQL of clients, tokens, consents and profiles. Not a public header.
#pragma once

#include <store/database.h>

#include <camara/client.h>

namespace muster::camara {

void insert(store::Transaction& tx, const Client& client, const std::string& secret_hash);
std::optional<Client> find_client(store::Transaction& tx, const std::string& id);
std::optional<std::string> secret_hash_of(store::Transaction& tx, const std::string& client_id);  // of one in force
std::vector<Client> all_clients(store::Transaction& tx);
bool end_client(store::Transaction& tx, const std::string& id, Instant now);

void insert(store::Transaction& tx, const std::string& hash, const Token& token);
std::optional<Token> find_token(store::Transaction& tx, const std::string& hash);

void insert_consent(store::Transaction& tx, const std::string& id, const std::string& client_id,
                    const std::string& holder_id, const std::string& consent, Instant now);
// Whose it was; nothing: no open consent of this id.
std::optional<std::string> withdraw(store::Transaction& tx, const std::string& id, Instant now);
bool open_consent(store::Transaction& tx, const std::string& client_id, const std::string& holder_id);

// Counts a question; no: the client asked about enough different numbers, or often enough about this one, that day.
bool count_subject(store::Transaction& tx, const Client& client, const std::string& day, const std::string& subject);

LineProfile profile_of(store::Transaction& tx, const std::string& line_id);
void put(store::Transaction& tx, const std::string& line_id, const LineProfile& profile);

// The registration that an ownership rests on.
struct Ground {
  bool verified = false;
  std::string document_id;
};
std::optional<Ground> ground_of(store::Transaction& tx, const std::string& registration_id);

std::int64_t sweep(store::Transaction& tx, Instant now);

std::string joined(const std::vector<std::string>& scopes);
std::vector<std::string> parted(std::string_view scopes);

}  // namespace muster::camara
