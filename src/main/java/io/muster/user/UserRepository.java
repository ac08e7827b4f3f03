package io.muster.user;

import io.muster.kernel.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface UserRepository extends Repository<User, UserId> {

    User save(User user);

    Optional<User> findById(UserId id);

    Optional<User> findByEmailKey(String emailKey);

    Optional<User> findByUsernameKey(String usernameKey);

    /** The user as they are now, and stay until the transaction ends. */
    @Query("select * from app_user where id = :id for update")
    Optional<User> lock(UserId id);

    @Modifying
    @Query("update app_user set last_login_at = :moment where id = :id")
    void signedIn(UserId id, Instant moment);

    @Modifying
    @Query("update app_user set password_hash = :hash where id = :id and password_hash = :before")
    void rehash(UserId id, String before, String hash);

    /** Makes whoever takes or gives away root administrators wait for each other, until the transaction ends. */
    @Query("select id from customer where parent_id is null for update")
    Optional<Long> lockRoot();

    @Query("""
            select u.id from app_user u join customer c on c.id = u.customer_id
            join user_group g on g.user_id = u.id and g.group_name = 'ACCOUNT_ADMINISTRATOR'
            where c.parent_id is null and u.active and u.deleted_at is null and u.password_hash is not null
              and u.expires_at is null
            """)
    List<Long> rootAdministrators();

    @Query("select * from app_user where deleted_at <= :moment order by deleted_at limit :most")
    List<User> deletedBefore(Instant moment, int most);

    /** Devices that are assigned to a user and not at or below a place any more; their number. */
    @Modifying
    @Query("""
            delete from user_device where user_id = :id and device_id in
                (select d.id from device d join customer c on c.id = d.customer_id
                 where not (c.path >= :path and c.path < :end))
            """)
    int endAssignmentsOutside(UserId id, String path, String end);

    @Modifying
    @Query("delete from user_session where user_id = :id")
    void endSessions(UserId id);

    @Modifying
    @Query("delete from address_change where user_id = :id")
    void endAddressChange(UserId id);
}
