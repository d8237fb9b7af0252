package dev.parley.worker.capture;

/// What capturing is doing, for people and probes.
///
/// @param mode `wal` or `poll`
/// @param running whether changes arrive now
/// @param detail a sentence: the position, or why it is not running
public record CaptureStatus(String mode, boolean running, String detail) {}
