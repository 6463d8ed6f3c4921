package org.homeward.registration;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.homeward.access.Refusal;
import org.homeward.household.Contacts;
import org.homeward.household.Contacts.Contact;
import org.homeward.household.Document;
import org.homeward.household.Household;
import org.homeward.household.Households;
import org.homeward.household.NewHousehold;
import org.homeward.household.NewPerson;
import org.homeward.household.Person;
import org.homeward.household.Registered;
import org.homeward.movement.Movements;
import org.homeward.movement.Places;
import org.homeward.movement.VehicleTypes;
import org.homeward.registration.ListedBefore.Known;
import org.homeward.registration.list.Field;
import org.homeward.registration.list.Flaw;
import org.homeward.registration.list.PersonReader;
import org.homeward.registration.list.Reading;
import org.homeward.situation.Governorates;
import org.homeward.situation.Towns;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The one way in: whether from a list, a page or a program, a household and its evacuation begin together. */
@Component
public class Intake {

    /** A household is larger than any way home takes whole. */
    static final Flaw TOO_LARGE = new Flaw(Field.FAMILY, "tooLarge");

    private final Households households;
    private final Registration registration;
    private final RegistrationProcess process;
    private final Contacts contacts;
    private final SaidOtherwise saidOtherwise;
    private final Governorates governorates;
    private final Movements movements;
    private final VehicleTypes types;
    private final Towns towns;
    private final Clock clock;

    Intake(
            Households households,
            Registration registration,
            RegistrationProcess process,
            Contacts contacts,
            SaidOtherwise saidOtherwise,
            Governorates governorates,
            Movements movements,
            VehicleTypes types,
            Towns towns,
            Clock clock) {
        this.households = households;
        this.registration = registration;
        this.process = process;
        this.contacts = contacts;
        this.saidOtherwise = saidOtherwise;
        this.governorates = governorates;
        this.movements = movements;
        this.types = types;
        this.towns = towns;
        this.clock = clock;
    }

    /** Reads what is written about persons, with today's date and the names that governorates have now. */
    public PersonReader reader() {
        return new PersonReader(governorates.names(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /** What a household needs that no way home takes whole; empty if one does, or nothing is known of any. */
    public Optional<TooLarge> tooLarge(long householdId) {
        return waysHome().tooLarge(needs(householdId));
    }

    WaysHome waysHome() {
        return WaysHome.by(movements.ofEachSize(), types.inUse(), towns);
    }

    /** A place for each member. */
    Places needs(long householdId) {
        List<String> places =
                households.members(householdId).stream().map(Person::place).toList();
        return new Places(
                Collections.frequency(places, "seat"),
                Collections.frequency(places, "stretcher"),
                Collections.frequency(places, "wheelchair"));
    }

    /** Registers a household and starts its evacuation, both or neither. */
    @Transactional
    public Registered register(NewHousehold household) {
        Registered registered = households.register(household);
        process.start(households.get(registered.id()), registered.partySize());
        return registered;
    }

    /**
     * Adds a person of a list. What their row says of the household fills in what is not known of it; what it says otherwise is
     * kept as a remark.
     *
     * @return the person's id
     */
    @Transactional
    long join(long householdId, Reading member) {
        long personId = join(householdId, Families.person(member));
        fillIn(householdId, member.request());
        keepWhatIsSaidOtherwise(householdId, personId, member);
        return personId;
    }

    /**
     * Hears of somebody on record from a later row. It fills in what is not known of their household; whatever else it says
     * anew is kept as a remark, once.
     *
     * @return what an officer should look at, if anything
     */
    @Transactional
    Optional<Flaw> hearAgain(Known at, Reading member) {
        if (!households.get(at.householdNow()).ended()) {
            fillIn(at.householdNow(), member.request());
        }
        Household household = households.get(at.householdNow());
        NewPerson said = Families.person(member);
        Person known = households.members(at.householdNow()).stream()
                .filter(person -> person.id() == at.personId())
                .findFirst()
                .orElseThrow(() -> new Refusal.Conflict(
                        "Somebody else changed this at the same moment. Look again and repeat what is still needed.",
                        "family"));
        List<Document> documents = households.documents(at.householdNow()).stream()
                .filter(document -> document.personId() == at.personId())
                .toList();
        String otherwise = saidOtherwise.remark(member.request(), household, said, known, documents);
        boolean anew = households.remarkOnce(at.householdNow(), at.personId(), otherwise)
                | households.remarkOnce(at.householdNow(), at.personId(), said.remark());
        if (household.stage().equals("ended") && !"no".equals(member.request().wish())) {
            return Optional.of(new Flaw(Field.FAMILY, "ended"));
        }
        return anew ? Optional.of(new Flaw(Field.REMARK, "anew")) : Optional.empty();
    }

    private void fillIn(long householdId, Reading.Request said) {
        contacts.fillIn(
                householdId,
                said.wish(),
                new Contact(
                        said.phone(),
                        said.email(),
                        said.governorate(),
                        said.city(),
                        households.get(householdId).language()));
    }

    /** Keeps as a remark what a person's row says otherwise than the household. */
    void keepWhatIsSaidOtherwise(long householdId, long personId, Reading member) {
        String otherwise = saidOtherwise.remark(member.request(), households.get(householdId));
        if (!otherwise.isEmpty()) {
            households.remark(householdId, personId, otherwise);
        }
    }

    /**
     * Adds a person to a household that has begun. Its process sees to it that they get a place, or all wait together, and
     * that an officer looks at it.
     *
     * @return the person's id
     * @throws Refusal if the case has ended or is under way
     */
    @Transactional
    public long join(long householdId, NewPerson person) {
        Household household = households.lock(householdId);
        if (!household.canTakeIn() && !household.ended()) {
            throw new Refusal("Case " + household.caseNumber() + " is under way. Register this person as a household of"
                    + " their own: give another family number.");
        }
        if (household.ended()) {
            throw new Refusal("Case " + household.caseNumber() + " has ended. Register this person as a household of"
                    + " their own: give another family number.");
        }
        long personId = households.addMember(householdId, person);
        process.tellPartySize(
                household.caseNumber(), households.members(householdId).size());
        if (!household.stage().equals("registered")) {
            process.tell(household.caseNumber(), "householdChanged");
        }
        registration.lookAgain(householdId);
        return personId;
    }
}
