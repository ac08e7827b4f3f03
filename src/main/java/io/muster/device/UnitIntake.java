package io.muster.device;

/** placeholder. */
public class UnitIntake {}
