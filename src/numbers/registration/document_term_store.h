// SQL of documents that end. Inside of the room.
#pragma once

#include <registration/document_terms.h>

namespace muster::registration {

struct EndingDocument {
  std::string id, holder_id, expires_on;
};
// Of documents that end between two days (YYYY-MM-DD), those nobody was told of, after (expires_on, id).
std::vector<EndingDocument> ending_documents(store::Transaction& tx, const std::string& from, const std::string& to,
                                             const EndingDocument& after, int limit);
// Whether the holder has another document that is in force on this day.
bool other_in_force(store::Transaction& tx, const std::string& holder_id, const std::string& document_id,
                    const std::string& day);
void insert(store::Transaction& tx, const DocumentTerm& term);
bool change(store::Transaction& tx, const DocumentTerm& term);
std::vector<DocumentTerm> terms_to_bar(store::Transaction& tx, Instant now, int limit);
// Told of or barred, though another document is in force on this day.
std::vector<DocumentTerm> terms_renewed(store::Transaction& tx, const std::string& day, int limit);
std::vector<DocumentTerm> terms_of_holder(store::Transaction& tx, const std::string& holder_id);
std::vector<DocumentTerm> terms_in(store::Transaction& tx, TermState state, Instant after_at,
                                   const std::string& after_id, int limit);
void insert_barred_line(store::Transaction& tx, const std::string& document_id, const lines::Line& line);
std::map<std::string, Instant> barred_lines(store::Transaction& tx, const std::string& document_id);  // id, since when

}  // namespace muster::registration
