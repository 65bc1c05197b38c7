#include "font.h"

#include <algorithm>
#include <filesystem>

#include <hb-ot.h>
#include <hb-subset.h>

namespace muster::print {
namespace {

constexpr int kUnits = 1000;
constexpr unsigned kFacesMax = 32;

using BlobOwner = std::unique_ptr<hb_blob_t, Freed<hb_blob_destroy>>;
using FaceOwner = std::unique_ptr<hb_face_t, Freed<hb_face_destroy>>;
using InputOwner = std::unique_ptr<hb_subset_input_t, Freed<hb_subset_input_destroy>>;

std::string name_of(hb_face_t* face) {
  char text[256] = {};
  unsigned size = sizeof text;
  hb_ot_name_get_utf8(face, HB_OT_NAME_ID_FONT_FAMILY, HB_LANGUAGE_INVALID, &size, text);
  return text;
}

// Of a collection the face for simplified Chinese; else the first one.
unsigned face_index(hb_blob_t* blob) {
  const unsigned count = std::min(hb_face_count(blob), kFacesMax);
  for (unsigned i = 0; i < count; ++i) {
    const FaceOwner face(hb_face_create(blob, i));
    if (name_of(face.get()).ends_with(" SC")) return i;
  }
  return 0;
}

std::string bytes_of(const BlobOwner& blob) {
  unsigned size = 0;
  const char* bytes = hb_blob_get_data(blob.get(), &size);
  return {bytes, size};
}

}  // namespace

Result<std::unique_ptr<Font>> Font::open(const std::vector<std::string>& files) {
  const auto found = std::find_if(files.begin(), files.end(), [](const std::string& file) {
    std::error_code fault;
    return std::filesystem::is_regular_file(file, fault);
  });
  if (found == files.end())
    return unavailable("print_font_missing", "No font for letters is installed; install fonts-noto-cjk.");
  const BlobOwner blob(hb_blob_create_from_file_or_fail(found->c_str()));
  if (!blob || hb_face_count(blob.get()) == 0) return invalid("print_font", "The font for letters can't be read.");
  auto out = std::make_unique<Font>();
  out->face_.reset(hb_face_create(blob.get(), face_index(blob.get())));
  if (hb_face_get_glyph_count(out->face_.get()) == 0)
    return invalid("print_font", "The font for letters can't be read.");
  out->font_.reset(hb_font_create(out->face_.get()));
  hb_font_set_scale(out->font_.get(), kUnits, kUnits);
  hb_font_extents_t extents{};
  if (hb_font_get_h_extents(out->font_.get(), &extents)) {
    out->ascent_ = extents.ascender;
    out->descent_ = extents.descender;
  }
  return out;
}

Glyph Font::glyph(char32_t letter) const {
  hb_codepoint_t id = 0;
  if (!hb_font_get_nominal_glyph(font_.get(), letter, &id)) id = 0;
  return {id, hb_font_get_glyph_h_advance(font_.get(), id)};
}

Result<Font::Subset> Font::subset(const std::map<std::uint32_t, char32_t>& glyphs) const {
  const InputOwner input(hb_subset_input_create_or_fail());
  if (!input) return unavailable("print_font", "There is no memory for the font.");
  hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING);
  for (const auto& [id, letter] : glyphs) hb_set_add(hb_subset_input_glyph_set(input.get()), id);
  hb_set_t* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
  for (const char* table : {"GSUB", "GPOS", "GDEF", "BASE", "name", "vhea", "vmtx", "VORG"})
    hb_set_add(dropped, hb_tag_from_string(table, 4));
  const FaceOwner made(hb_subset_or_fail(face_.get(), input.get()));
  if (!made) return invalid("print_font", "The font for letters can't be cut down to what is used.");
  const BlobOwner cff(hb_face_reference_table(made.get(), HB_TAG('C', 'F', 'F', ' ')));
  if (hb_blob_get_length(cff.get()) > 0) return Subset{bytes_of(cff), true};
  return Subset{bytes_of(BlobOwner(hb_face_reference_blob(made.get()))), false};
}

}  // namespace muster::print
