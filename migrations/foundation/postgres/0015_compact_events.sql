-- Bodies of events stand under their event alone as they are; SQLite alone had a second tree for them.
-- What is read by kind has an index of its own, of that kind alone.
drop index event_by_kind;
