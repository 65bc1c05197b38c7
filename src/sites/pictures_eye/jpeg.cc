// libjpeg-turbo reports an error by a jump out of it: between setjmp and the end of this file nothing has a destructor.
#include "formats.h"

#include <csetjmp>
#include <cstdio>

#include <jpeglib.h>

namespace muster::pictures {
namespace {

constexpr int kScansMax = 100;  // a progressive file of very many scans takes hours

struct JpegState {
  jpeg_error_mgr errors;
  jpeg_progress_mgr progress;
  std::jmp_buf out;
};

void leave(j_common_ptr info) {
  std::longjmp(static_cast<JpegState*>(info->client_data)->out, 1);
}
void say_nothing(j_common_ptr) {}
void say_nothing_at(j_common_ptr, int) {}
void count_scans(j_common_ptr info) {
  if (info->is_decompressor && reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > kScansMax) leave(info);
}

// Adobe's files have the four colours upside down.
void cmyk_row(const std::uint8_t* from, int width, bool inverted, std::uint8_t* to) {
  for (int x = 0; x < width; ++x, from += 4, to += 3)
    for (int c = 0; c < 3; ++c) {
      const int colour = inverted ? from[c] : 255 - from[c], black = inverted ? from[3] : 255 - from[3];
      to[c] = static_cast<std::uint8_t>(colour * black / 255);
    }
}

Fault read_into(jpeg_decompress_struct& info, std::span<std::uint8_t> room) {
  jpeg_read_header(&info, TRUE);
  if (!fits(info.image_width, info.image_height, 1, room.size())) return Fault::pixels;
  const bool four = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
  info.out_color_space = four ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(&info);
  const int width = static_cast<int>(info.output_width);
  JSAMPARRAY row =
      four ? (*info.mem->alloc_sarray)(reinterpret_cast<j_common_ptr>(&info), JPOOL_IMAGE, info.output_width * 4, 1)
           : nullptr;
  while (info.output_scanline < info.output_height) {
    std::uint8_t* to = room.data() + std::size_t{info.output_scanline} * info.output_width * 3;
    if (four) {
      jpeg_read_scanlines(&info, row, 1);
      cmyk_row(row[0], width, info.saw_Adobe_marker != 0, to);
    } else {
      JSAMPROW rows[1] = {to};
      jpeg_read_scanlines(&info, rows, 1);
    }
  }
  jpeg_finish_decompress(&info);
  return Fault::none;
}

}  // namespace

Header decode_jpeg(std::string_view bytes, std::span<std::uint8_t> room) {
  jpeg_decompress_struct info{};
  JpegState state{};
  info.err = jpeg_std_error(&state.errors);
  state.errors.error_exit = leave;
  state.errors.output_message = say_nothing;
  state.errors.emit_message = say_nothing_at;
  info.client_data = &state;
  volatile Fault fault = Fault::unreadable;
  if (setjmp(state.out) == 0) {
    jpeg_create_decompress(&info);
    state.progress.progress_monitor = count_scans;
    info.progress = &state.progress;
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    fault = read_into(info, room);
  }
  const int width = static_cast<int>(info.image_width), height = static_cast<int>(info.image_height);
  jpeg_destroy_decompress(&info);
  const Fault said = fault;
  if (said != Fault::none) return fault_of(said, Format::jpeg);
  return {Fault::none, Format::jpeg, width, height, 1, 1};
}

}  // namespace muster::pictures
