// What providers are told of orders, and what they say to it. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>

#include <instructions/service.h>

namespace muster::api {

instructions::Service instructions_of(const Services& services);
// People of a provider speak for it and see what is its own; people of the house speak for any.
instructions::Speaker speaker_of(const http::Request& request, const char* way);
// Whose records are asked for: the speaker's own, or those of ?provider= ("": all).
std::string provider_of(const http::Request& request);
// What a sealed ground is about is for those who carry it out and those of the house who work on it (may_see_scope).
json::object instruction_json(const instructions::Instruction& i, Instant now, const http::Principal& who);
json::object outcome_json(const instructions::Outcome& outcome);
json::object counts_json(const instructions::Counts& counts);
json::object channel_json(const instructions::Channel& channel);

http::Response instruction_list(const Services& services, const http::Request& request);
http::Response instruction_csv(const Services& services, const http::Request& request);
http::Response instruction_show(const Services& services, const http::Request& request);
http::Response instruction_say(const Services& services, const http::Request& request);
http::Response instruction_file(const Services& services, const http::Request& request);
http::Response instruction_event(const Services& services, const http::Request& request);
http::Response instruction_answer(const Services& services, const http::Request& request);
http::Response instruction_providers(const Services& services, const http::Request& request);
http::Response instruction_messages(const Services& services, const http::Request& request);
http::Response instruction_message_event(const Services& services, const http::Request& request);
http::Response provider_channel_show(const Services& services, const http::Request& request);
http::Response provider_channel_file(const Services& services, const http::Request& request);
http::Response provider_channel_event(const Services& services, const http::Request& request);
http::Response provider_contact_put(const Services& services, const http::Request& request);

}  // namespace muster::api
