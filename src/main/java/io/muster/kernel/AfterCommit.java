package io.muster.kernel;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What must not happen before the transaction that is under way has been committed, and not at all when it is undone. */
public final class AfterCommit {

    private AfterCommit() {}

    /**
     * Runs the work on this thread as soon as the transaction has been committed.
     *
     * @throws IllegalStateException when no transaction is under way
     */
    public static void run(Runnable work) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }

    /** The same; where no transaction is under way, at once. */
    public static void runOrNow(Runnable work) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            run(work);
        } else {
            work.run();
        }
    }
}
