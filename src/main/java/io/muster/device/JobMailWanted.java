package io.muster.device;

/**
 * Event: somebody is to get the link of an install job by mail. It survives a crash, and carries no secret: whoever sends the
 * mail asks {@link InstallJobs#issue} for the link then.
 */
public record JobMailWanted(long job, String to) {}
