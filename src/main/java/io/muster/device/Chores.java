package io.muster.device;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Lets the chores of this module run: the quarantine's purge, the writing of the ingest log. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class Chores {}
