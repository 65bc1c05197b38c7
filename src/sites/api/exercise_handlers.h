// Exercises of training instances. One handler an action, each in the file of its name. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>

#include <training/training.h>

namespace muster::api {

http::Response exercise_list(const Services& services, const http::Request& request);
http::Response exercise_show(const Services& services, const http::Request& request);
http::Response exercise_answer(const Services& services, const http::Request& request);
http::Response exercise_scores(const Services& services, const http::Request& request);

// exercise_json.cc: with the known answer and its reasons once this person has answered, not before.
json::object exercise_json(const training::Service::Listed& listed, const std::string& language, bool whole);

}  // namespace muster::api
