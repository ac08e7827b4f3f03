package io.muster.user;

import io.muster.access.Group;
import io.muster.access.Unguarded;
import io.muster.customer.Customer;
import io.muster.customer.CustomerData;
import io.muster.customer.Customers;
import io.muster.kernel.Change;
import io.muster.kernel.EmailAddress;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes the account and its owner, once, on an empty database. */
@Service
public class FirstStart {

    private final Customers customers;
    private final UserMaker maker;
    private final ApiTokens tokens;

    FirstStart(Customers customers, UserMaker maker, ApiTokens tokens) {
        this.customers = customers;
        this.maker = maker;
        this.tokens = tokens;
    }

    /** True while there is no account. */
    @Unguarded("tells nothing but whether set-up is still open")
    public boolean isOpen() {
        return customers.isEmpty();
    }

    /**
     * Makes the root customer and its first user, who holds every group.
     *
     * @param token the owner's first API token, with all scopes; null for none
     */
    @Unguarded(
            "the code that the log prints, or the settings of whoever starts the program; and the database must be empty")
    @Transactional
    public User create(
            CustomerData account, EmailAddress email, Username username, String password, @Nullable String token) {
        Customer root = customers.createAccount(account);
        UserData owner = new UserData(
                email,
                username,
                root.id(),
                EnumSet.allOf(Group.class),
                Person.NOBODY,
                null,
                null,
                null,
                true,
                false,
                Set.of());
        String hash = maker.hash(owner, new Users.FirstPassword.Chosen(password));
        User user =
                maker.make(Change.By.system(), null, owner, root.path(), hash).user();
        if (token != null) {
            tokens.storeFirst(user.id(), token);
        }
        return user;
    }

    /** The owner's user name when none is asked for: the e-mail address before the @. */
    public static Username usernameFor(EmailAddress email) {
        String local = email.value().substring(0, email.value().indexOf('@')).replaceAll("[^A-Za-z0-9._+-]", "");
        return local.matches("[A-Za-z0-9].+") && local.length() <= Username.MAX_LENGTH
                ? new Username(local)
                : new Username("owner");
    }
}
