//! The roll from the MIS.

use super::sent;
use crate::ground::{Ground, column, counts, fresh_upn, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

const HEAD: &str = "upn,surname,forename,date_of_birth,sex,year_group,starting_day";

fn pupils(ground: &Ground) -> Value {
    ground.api.get(&ground.path("pupils?limit=500")).expect(200).json["data"].clone()
}

on_both! {
fn each_wrong_row_is_refused_with_line_and_column_and_the_good_ones_are_taken(house: &House) {
    let ground = Ground::new(house);
    let upns: [String; 10] = std::array::from_fn(|_| fresh_upn());
    let wrong_letter = format!("{}{}", if upns[1].starts_with('A') { "B" } else { "A" }, &upns[1][1..]);
    let file = format!(
        "{HEAD},address,former_upn\n\
         {},Example,Amal,2014-03-15,F,8,2025-09-03,\"1 Made-Up Street\nMade-Up Town\",\n\
         {wrong_letter},Example,Bo,2014-03-15,M,8,2025-09-03,,\n\
         {},,Cai,2014-03-15,M,8,2025-09-03,,\n\
         {},Example,Dua,15/03/2014,F,8,2025-09-03,,\n\
         {},Example,Emeka,2014-03-15,X,8,2025-09-03,,\n\
         {},Example,Farid,2014-03-15,M,99,2025-09-03,,\n\
         {},Example,Gita,2014-03-15,F,8,,,\n\
         {},Example,Hana,2014-03-15,F,8\n\
         {},Example,Ivo,2014-02-30,maybe,eight,2025-09-03,,\n\
         {},Example,Juno,2014-03-15,F,8,2025-09-03,,\n",
        upns[0], upns[2], upns[3], upns[4], upns[5], upns[6], upns[7], upns[8], upns[9]
    );
    let import = ground.import(house, "pupils-csv", &file);
    assert_eq!((text(&import["status"]), counts(&import)), ("succeeded", [10, 2, 0, 0, 8]), "{import}");
    // The address of the first row takes two lines of the file.
    let places: Vec<String> = ground.rejections(&import).iter()
        .map(|each| each.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    for wanted in ["4 upn", "5 surname", "6 date_of_birth", "7 sex", "8 year_group", "9 starting_day", "11 date_of_birth", "11 sex", "11 year_group"] {
        assert!(places.contains(&wanted.to_owned()), "{wanted} in {places:?}");
    }
    assert!(places.iter().any(|place| place.starts_with("10 ")), "{places:?}");
    let mut names = column(&pupils(&ground), "forename").iter().map(ToString::to_string).collect::<Vec<_>>();
    names.sort_unstable();
    assert_eq!(names, ["Amal", "Juno"]);
    let list = pupils(&ground);
    let amal = list.as_array().unwrap().iter().find(|pupil| pupil["forename"] == "Amal").unwrap();
    assert_eq!(amal["address"], "1 Made-Up Street\nMade-Up Town");
    let listed = ground.api.get(&format!("/v1/imports/{}/rejections", text(&import["id"]))).expect(200).text;
    for word in ["Cai", "Dua", "15/03/2014", "maybe", &upns[3]] {
        assert!(!listed.contains(word), "{word} in {listed}");
    }
}
}

on_both! {
fn a_mark_of_byte_order_any_order_of_columns_and_every_way_to_say_yes_are_fine(house: &House) {
    let ground = Ground::new(house);
    let yes = ["true", "YES", "y", "T", "1"];
    let no = ["false", "No", "N", "f", "0"];
    let mut file = String::from("\u{feff}starting_day,forename,surname,sex,year_group,date_of_birth,upn,free_school_meals,sen_status,mis_id\r\n");
    for (place, (yes, no)) in yes.iter().zip(no).enumerate() {
        for (word, kind) in [(*yes, "Yes"), (no, "No")] {
            file += &format!("03/09/2025,{kind}{place},\"O\"\"Example, née Else\",F,X,15/03/2014,{},{word},support,m{place}{kind}\r\n", fresh_upn());
        }
    }
    let import = sent(house, &ground.api, &ground.id, "format=pupils-csv&dates=uk", &file);
    assert_eq!(counts(&import), [10, 10, 0, 0, 0], "{:?}", ground.rejections(&import));
    for pupil in pupils(&ground).as_array().unwrap() {
        assert_eq!(pupil["free_school_meals"], text(&pupil["forename"]).starts_with("Yes"), "{pupil}");
        assert_eq!((text(&pupil["surname"]), text(&pupil["starting_day"])), ("O\"Example, née Else", "2025-09-03"));
        assert_eq!((text(&pupil["date_of_birth"]), &pupil["year_group"]), ("2014-03-15", &Value::Null));
    }
    let again = sent(house, &ground.api, &ground.id, "format=pupils-csv&dates=uk", &file);
    assert_eq!(counts(&again), [10, 0, 0, 10, 0]);
    // The same file read as ISO is wrong in every row and changes nothing.
    let misread = ground.import(house, "pupils-csv", &file);
    assert_eq!(counts(&misread), [10, 0, 0, 0, 10]);
}
}

on_both! {
fn an_empty_cell_is_null_and_an_absent_column_leaves_the_value_alone(house: &House) {
    let ground = Ground::new(house);
    let upn = fresh_upn();
    let full = format!("{HEAD},address,ethnicity,social_worker\n{upn},Example,Amal,2014-03-15,F,8,2025-09-03,1 Made-Up Street,WBRI,yes\n");
    ground.import(house, "pupils-csv", &full);
    let less = format!("{HEAD},ethnicity\n{upn},Example,Amal,2014-03-15,F,8,2025-09-03,\n");
    assert_eq!(counts(&ground.import(house, "pupils-csv", &less)), [1, 0, 1, 0, 0]);
    let pupil = pupils(&ground)[0].clone();
    assert_eq!((&pupil["ethnicity"], text(&pupil["address"]), &pupil["social_worker"]), (&Value::Null, "1 Made-Up Street", &json!(true)));
    // A changed statutory entry keeps the original, as every change of one does.
    let renamed = format!("{HEAD}\n{upn},Elsewhere,Amal,2014-03-15,F,8,2025-09-03\n");
    assert_eq!(counts(&ground.import(house, "pupils-csv", &renamed)), [1, 0, 1, 0, 0]);
    let history = ground.api.get(&format!("/v1/pupils/{}/history", text(&pupil["id"]))).expect(200).json["data"].clone();
    let change = history.as_array().unwrap().iter().find(|change| change["field"] == "surname").unwrap();
    assert_eq!((text(&change["original"]), text(&change["amended"])), ("Example", "Elsewhere"));
    assert!(!text(&change["client"]).is_empty() && !text(&change["reason"]).is_empty(), "{change}");
}
}

on_both! {
fn a_group_holds_from_the_starting_day_at_first_and_a_change_from_its_own_day(house: &House) {
    let ground = Ground::new(house);
    let upns = [fresh_upn(), fresh_upn()];
    let row = |upn: &str, name: &str, group: &str, from: &str| format!("{upn},Example,{name},2014-03-15,F,8,2025-09-03,{group},{from}\n");
    let head = format!("{HEAD},registration_group,effective_from\n");
    let first = format!("{head}{}{}", row(&upns[0], "Amal", "8A", ""), row(&upns[1], "Bo", "8A", ""));
    assert_eq!(counts(&ground.import(house, "pupils-csv", &first)), [2, 2, 0, 0, 0]);
    let moved = format!("{head}{}{}", row(&upns[0], "Amal", "8New", ""), row(&upns[1], "Bo", "8New", "2026-11-09"));
    assert_eq!(counts(&ground.import(house, "pupils-csv", &moved)), [2, 0, 2, 0, 0]);
    let names = |day: &str, group: &str| -> Vec<String> {
        let register = ground.api.get(&ground.register(&format!("{day}/am"), group)).expect(200).json;
        column(&register["marks"], "forename").iter().map(ToString::to_string).collect()
    };
    assert_eq!((names("2025-09-03", "8A"), names("2026-11-06", "8A")), (vec!["Amal".into(), "Bo".into()], vec!["Amal".into(), "Bo".into()]));
    assert_eq!((names("2026-11-09", "8A"), names("2026-11-09", "8New")), (vec!["Amal".to_owned()], vec!["Bo".to_owned()]));
    assert_eq!((names("2026-11-20", "8A"), names("2026-11-23", "8New")), (vec!["Amal".to_owned()], vec!["Amal".into(), "Bo".into()]));
}
}

on_both! {
fn a_pupil_is_known_by_the_key_of_the_mis_as_well(house: &House) {
    let ground = Ground::new(house);
    let head = "mis_id,surname,forename,date_of_birth,sex,year_group,starting_day,upn,leaving_day\n";
    let upn = fresh_upn();
    let file = format!("{head}A-1,Example,Amal,2014-03-15,F,8,2025-09-03,,\nA-2,Example,Bo,2014-03-15,M,8,2025-09-03,,\n");
    assert_eq!(counts(&ground.import(house, "pupils-csv", &file)), [2, 2, 0, 0, 0]);
    let later = format!("{head}A-1,Example,Amal,2014-03-15,F,8,2025-09-03,{upn},\nA-2,Example,Bo,2014-03-15,M,8,2025-09-03,,2026-11-13\n");
    assert_eq!(counts(&ground.import(house, "pupils-csv", &later)), [2, 0, 2, 0, 0]);
    let list = pupils(&ground);
    let amal = list.as_array().unwrap().iter().find(|pupil| pupil["mis_id"] == "A-1").unwrap();
    let bo = list.as_array().unwrap().iter().find(|pupil| pupil["mis_id"] == "A-2").unwrap();
    assert_eq!((text(&amal["upn"]), text(&bo["leaving_day"])), (upn.as_str(), "2026-11-13"));
    let nobody = format!("{head},Example,Cai,2014-03-15,F,8,2025-09-03,,\n");
    assert_eq!(counts(&ground.import(house, "pupils-csv", &nobody)), [1, 0, 0, 0, 1]);
    let without = "surname,forename,date_of_birth,sex,year_group,starting_day\nExample,Cai,2014-03-15,F,8,2025-09-03\n";
    assert_eq!(ground.import(house, "pupils-csv", without)["status"], "failed");
}
}
