#include "CCurl.h"

#include <sys/socket.h>

CURLcode furrow_curl_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

CURLcode furrow_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

CURLcode furrow_curl_set_string(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

CURLcode furrow_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}

CURLcode furrow_curl_set_data_callback(CURL *easy, CURLoption option,
                                       furrow_curl_data_callback callback) {
  return curl_easy_setopt(easy, option, callback);
}

CURLcode furrow_curl_set_progress_callback(CURL *easy, furrow_curl_progress_callback callback) {
  return curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, callback);
}

static int set_linger(curl_socket_t socket, int is_on) {
  struct linger linger = {.l_onoff = is_on, .l_linger = 0};
  return setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

static int opened(void *context, curl_socket_t socket, curlsocktype purpose) {
  (void)context;
  (void)purpose;
  return set_linger(socket, 1) == 0 ? CURL_SOCKOPT_OK : CURL_SOCKOPT_ERROR;
}

CURLcode furrow_curl_reset_on_close(CURL *easy) {
  return curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, opened);
}

void furrow_curl_close_in_peace(curl_socket_t socket) { set_linger(socket, 0); }

CURLcode furrow_curl_get_long(CURL *easy, CURLINFO info, long *value) {
  return curl_easy_getinfo(easy, info, value);
}

CURLcode furrow_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
  return curl_easy_getinfo(easy, info, value);
}

CURLcode furrow_curl_get_socket(CURL *easy, CURLINFO info, curl_socket_t *value) {
  return curl_easy_getinfo(easy, info, value);
}

CURLMcode furrow_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

CURLcode furrow_curl_message_result(const CURLMsg *message) { return message->data.result; }
