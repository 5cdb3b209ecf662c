#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>
#include <stddef.h>

/// `curl_easy_setopt`, `curl_easy_getinfo` and `curl_multi_setopt` are variadic macros, which Swift
/// cannot call: here is one typed function for each type of argument that is in use.

typedef size_t (*furrow_curl_data_callback)(char *bytes, size_t size, size_t count, void *context);
typedef int (*furrow_curl_progress_callback)(void *context, curl_off_t download_total,
                                             curl_off_t downloaded, curl_off_t upload_total,
                                             curl_off_t uploaded);

CURLcode furrow_curl_set_long(CURL *easy, CURLoption option, long value);
CURLcode furrow_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value);
CURLcode furrow_curl_set_string(CURL *easy, CURLoption option, const char *value);
CURLcode furrow_curl_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode furrow_curl_set_data_callback(CURL *easy, CURLoption option,
                                       furrow_curl_data_callback callback);
CURLcode furrow_curl_set_progress_callback(CURL *easy, furrow_curl_progress_callback callback);

/// Every socket that this handle opens is reset when it is closed, by us or by the end of the
/// process: what waits in it is dropped.
CURLcode furrow_curl_reset_on_close(CURL *easy);
/// A socket of such a handle is closed in peace after all.
void furrow_curl_close_in_peace(curl_socket_t socket);

CURLcode furrow_curl_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode furrow_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value);
CURLcode furrow_curl_get_socket(CURL *easy, CURLINFO info, curl_socket_t *value);

CURLMcode furrow_curl_multi_set_long(CURLM *multi, CURLMoption option, long value);

/// The finished transfer of a `CURLMSG_DONE` message: its result sits in a union.
CURLcode furrow_curl_message_result(const CURLMsg *message);

#endif
