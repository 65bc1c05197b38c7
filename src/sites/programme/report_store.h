// SQL of reports. Inside of the room.
#pragma once

#include <programme/report.h>
#include <store/database.h>

namespace muster::programme {

std::int64_t next_report_number(store::Transaction& tx, const std::string& year);
void insert_report(store::Transaction& tx, const Report& r, const std::string& programme_id);
std::optional<Report> select_report(store::Transaction& tx, const std::string& id_or_number);
std::optional<Report> select_last_report(store::Transaction& tx, const std::string& kind, const std::string& region,
                                         const std::string& party, const std::string& until);
std::vector<Report> select_reports(store::Transaction& tx, const std::string& before, int limit);

}  // namespace muster::programme
