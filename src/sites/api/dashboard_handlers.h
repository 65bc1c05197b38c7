// The dashboard, and the stream that says when its figures moved. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>

#include <memory>
#include <mutex>

namespace muster::api {

http::Response dashboard_show(const Services& services, const http::Request& request);

// Where the figures stand, asked of the database at most once a second for all who listen.
class FiguresBeat {
 public:
  explicit FiguresBeat(const Services& services) : services_(services) {}
  std::int64_t position();

 private:
  const Services services_;
  std::mutex mutex_;
  Instant looked_{};
  std::int64_t position_ = 0;
};
http::Response dashboard_live(const std::shared_ptr<FiguresBeat>& beat, const Clock& clock);

}  // namespace muster::api
